"""What `make demo` shows of a database: goals by organisation, kind and status, and what to try next.

python corpus/demo/summary.py DATABASE
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing

KINDS = ("vision", "inriktning", "målområde", "mål", "delmål", "uppdrag", "aktivitet", "indikator", "skrivning")
JUDGED = ("mål", "delmål", "uppdrag", "aktivitet", "indikator")

BY_ORGANISATION = """
SELECT
  coalesce(document.organisation, '(not told)'), count(DISTINCT document.id), min(document.period_from), max(document.period_to),
  {counts}
FROM document LEFT JOIN goal ON goal.document = document.id GROUP BY document.organisation ORDER BY min(document.sort_key)
"""
BY_STATUS = """
SELECT coalesce(status.signal, '–'), coalesce(status.meaning, '–'), {counts}
FROM status JOIN goal ON goal.id = status.goal WHERE status.position = 0 GROUP BY 1, 2 ORDER BY 2, 1
"""
NEXT = """
Try next:
  .venv/bin/malspar list {database}
  .venv/bin/malspar goals {database} --kind uppdrag
  .venv/bin/malspar goals {database} --text 'cyk*'
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


def counts(kinds: Sequence[str]) -> str:
    """A column of SQL for each kind: how many nodes of it there are."""
    return ", ".join(f"nullif(sum(goal.kind = '{kind}'), 0)" for kind in kinds)


def main(database: str) -> None:
    """Print the summary."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        organisations = connection.execute(BY_ORGANISATION.format(counts=counts(KINDS))).fetchall()
        statuses = connection.execute(BY_STATUS.format(counts=counts(JUDGED))).fetchall()
        first = connection.execute("SELECT source_ref FROM document ORDER BY source_ref").fetchone()
    print(table("Nodes by organisation and kind", ["organisation", "documents", "from", "to", *KINDS], organisations))
    print(
        table("Statuses by kind: colour, and what it means on the document's own scale", ["signal", "meaning", *JUDGED], statuses)
    )
    print(NEXT.format(database=database, document=str(first[0]).rsplit("/", 1)[-1] if first else "DOCUMENT"), end="")


if __name__ == "__main__":
    main(sys.argv[1])
