"""What `make demo` shows of a database: goals by organisation, kind and status, and what to try next.

python corpus/demo/summary.py DATABASE
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing

BY_ORGANISATION = """
SELECT document.organisation, count(DISTINCT document.id), count(goal.id), min(document.period_from), max(document.period_to)
FROM document LEFT JOIN goal ON goal.document = document.id
GROUP BY document.organisation ORDER BY document.organisation IS NULL, min(document.sort_key)
"""
BY_KIND = "SELECT kind, count(*) FROM goal GROUP BY kind ORDER BY count(*) DESC"
BY_STATUS = """
SELECT goal.kind, coalesce(status.signal, '–'), coalesce(status.meaning, '–'), count(*)
FROM status JOIN goal ON goal.id = status.goal
WHERE status.position = 0 GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1, 2, 3
"""
NEXT = """
Try next (in Swedish, because the documents are):
  .venv/bin/malspar list {database}
  .venv/bin/malspar goals {database} --kind uppdrag
  .venv/bin/malspar goals {database} --text cykel
  .venv/bin/malspar outline corpus/demo/documents/{document}
  .venv/bin/malspar extract corpus/demo/documents/{document} | head -40
and with a document of your own:
  .venv/bin/malspar extract my-budget.pdf
"""


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows in columns as wide as their widest cell; numbers to the right."""
    cells = [list(header), *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "  ".join(
            cell.rjust(width) if cell.isdecimal() else cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join([f"\n{title}", "", *(f"  {line}" for line in lines)])


def main(database: str) -> None:
    """Print the summary."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        organisations = [
            (name or "(not told)", documents, goals, f"{first}–{last}" if first else "")
            for name, documents, goals, first, last in connection.execute(BY_ORGANISATION)
        ]
        kinds, statuses = connection.execute(BY_KIND).fetchall(), connection.execute(BY_STATUS).fetchall()
        first = connection.execute("SELECT source_ref FROM document ORDER BY source_ref").fetchone()
    print(table("Goals by organisation", ["organisation", "documents", "nodes", "years"], organisations))
    print(table("Nodes by kind", ["kind", "nodes"], kinds))
    print(table("Statuses", ["kind", "signal", "meaning", "nodes"], statuses))
    print(NEXT.format(database=database, document=str(first[0]).rsplit("/", 1)[-1] if first else "DOCUMENT"), end="")


if __name__ == "__main__":
    main(sys.argv[1])
