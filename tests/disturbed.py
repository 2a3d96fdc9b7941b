"""Runs of ``malspar add`` that are disturbed, and what must hold of a database afterwards, told with plain sqlite3.

As a program it is malspar itself that counts what it does (statements, files, imports) and is killed by itself at the n-th:
``python disturbed.py PLAN add DATABASE FOLDER``, with a ``Plan`` as JSON.
"""

import errno
import hashlib
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from malspar.corpus.rows import Prepared

HERE = Path(__file__).resolve().parent
SOON = 30
"""Seconds within which what should happen at once has happened, on a machine that others use, too."""


class Plan(NamedTuple):
    """What disturbs a run, at the ``at``-th ``event``.

    The process is killed, ``later`` seconds after it, or a file ``tells`` that it came to that. ``disk`` is full where a file
    would have more bytes ("file:40960"), the database more pages ("pages:90"), or a source is written for the n-th time
    ("source:3"). Documents are read by the function ``reader`` of this module, or by malspar's own readers, which take seconds
    to start ("own"). The file ``counts`` is told how often each event came, where the run came to its end.
    """

    event: str = ""
    at: int = 0
    later: float = 0.0
    tells: str = ""
    disk: str = ""
    reader: str = "light"
    counts: str = ""
    patience: float = SOON


def corpus(folder: Path, years: Sequence[int], formats: Sequence[str] = ("md",)) -> Path:
    """Plans and reports of two made-up municipalities, each with the goals of the year before and one new."""
    folder.mkdir(parents=True)
    for place, year in enumerate(years):
        for number, name in enumerate(("Ekbacka", "Lövsjö")):
            for kind in ("Målprogram", "Uppföljning"):
                form = formats[(place + number) % len(formats)]
                lines = _lines(name, kind, year)
                (folder / f"{name}-{kind}-{year}.{form}".lower()).write_bytes(_FORMS[form](lines))
    return folder


def _lines(name: str, kind: str, year: int) -> list[str]:
    title = f"{kind} för {name} kommun {year}" if kind == "Målprogram" else f"{kind} av målprogram för {name} kommun {year}"
    found = [f"# {title}"]
    for goal in range(year - 2, year + 2):
        board = "Kommunstyrelsen" if goal % 2 else "Barn- och utbildningsnämnden"
        found += [f"## Mål: Andelen invånare som trivs på plats nummer {goal} ska öka till {goal - 1960} procent"]
        found += [f"Uppdrag: Ta fram en plan för torget {goal} senast år {goal + 2} ({board})"]
    return found


def _page(lines: Sequence[str]) -> bytes:
    marked = [f"<h2>{line[3:]}</h2>" if line.startswith("##") else f"<p>{line}</p>" for line in lines[1:]]
    head = f"<!DOCTYPE html><html><head><title>{lines[0][2:]}</title></head>"
    return f"{head}<body><main><h1>{lines[0][2:]}</h1>{''.join(marked)}</main></body></html>".encode()


def _paper(lines: Sequence[str]) -> bytes:
    from paper import Paper

    sheet = Paper()
    for number, line in enumerate(lines):
        bold = line.startswith("#")
        size = 20 if number == 0 else 14 if bold else 11
        sheet.text(60, 80 + 32 * number, line.lstrip("# "), size, "bold" if bold else "regular")
    return sheet.data()


_FORMS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "md": lambda lines: "\n\n".join(lines).encode(),
    "html": _page,
    "pdf": _paper,
}


def light(ref: str, found: str | bytes, _organisation: str | None = None, _period: str | None = None) -> Prepared:
    """Read a document of ``corpus`` in Markdown; in the place of ``ingest.prepared``."""
    from malspar.corpus.rows import prepare
    from malspar.models.block import At, Block, Source
    from malspar.models.document import Document, DocumentKind, Facts, Period
    from malspar.models.goal import Goal, Kind, Responsible

    data = Path(str(found)).read_bytes()
    lines = data.decode().split("\n\n")
    kind, name, year = re.findall(r"(?i)^# (\w+)(?: av målprogram)? för (.*) (\d+)$", lines[0])[0]
    at = At(rule="light", confidence=1.0)
    sha256 = hashlib.sha256(data).hexdigest()
    ident = sha256[:12]
    goals = []
    for number, (head, task) in enumerate(zip(lines[1::2], lines[2::2], strict=True)):
        words, board = re.findall(r"^Uppdrag: (.*) \((.*)\)$", task)[0]
        given_to = (Responsible(raw=board, body=board, at=at),)
        child = Goal(id=f"{ident}-{number:07x}1", kind=Kind.UPPDRAG, text=words, responsible=given_to, at=at)
        goals.append(Goal(id=f"{ident}-{number:07x}0", kind=Kind.MAL, text=head[8:], children=(child,), at=at))
    facts = Facts(
        organisation=name, kind=DocumentKind(kind.lower()), title=lines[0][2:], period=Period(from_=int(year), to=int(year))
    )
    source = Source(ref=ref, sha256=sha256, media_type="text/markdown", reader="light")
    blocks = tuple(Block(id=number, text=line, lines=()) for number, line in enumerate(lines))
    return prepare(Document(id=ident, document=facts, source=source, goals=tuple(goals), blocks=blocks))


def slow(ref: str, found: str | bytes, _organisation: str | None = None, _period: str | None = None) -> Prepared:
    """As ``light``, but so slowly that something can happen meanwhile."""
    time.sleep(0.2)
    return light(ref, found)


def crash(ref: str, found: str | bytes, _organisation: str | None = None, _period: str | None = None) -> Prepared:
    """Crash, whatever the document is; in the place of ``ingest.prepared``."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return light(ref, found)


def chance(seed: int) -> random.Random:
    """What decides on the moments of a disturbance."""
    return random.Random(seed)  # noqa: S311 - the same ones at every run


# --- a run, from outside ----------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """How a run ended, and what it said."""

    code: int
    told: str


def start(plan: Plan, *arguments: str | Path, **options: Any) -> "subprocess.Popen[str]":
    """Start malspar, in a session of its own by which ``members`` finds all its processes."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen(start_command(plan, *arguments), text=True, start_new_session=True, **pipes)


def start_command(plan: Plan, *arguments: str | Path) -> list[str]:
    """What starts malspar so that a plan disturbs it."""
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, str(HERE / "disturbed.py"), json.dumps(plan), *map(str, arguments)]
    return ["env", f"PYTHONPATH={path}", *command]


def finish(process: "subprocess.Popen[str]", seconds: float = 20 * SOON) -> Run:
    """Wait for the end of a run; none of its processes may stay."""
    _, told = process.communicate(timeout=seconds)
    stayed = gone(process.pid)
    assert not stayed, f"processes stayed: {stayed}"
    return Run(process.returncode, told or "")


def run(plan: Plan, *arguments: str | Path, **options: Any) -> Run:
    """A run to its end."""
    return finish(start(plan, *arguments, **options))


def members(session: int) -> list[int]:
    """The processes of a session that live, the first one first."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, belongs = stat.read_text().rpartition(")")[2].split()[:4]
            if int(belongs) == session and state not in "ZX":
                found.append(int(stat.parent.name))
    return sorted(found)


def gone(session: int) -> list[int]:
    """Wait until a session has no process; those that will not go are given, and killed."""
    until(lambda: not members(session))
    stayed = members(session)
    for pid in stayed:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return stayed


def until(holds: Callable[[], object], seconds: float = SOON) -> bool:
    """Wait until something holds; whether it came to that."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def computed(pid: int) -> float:
    """Seconds that a process has computed; endless where it is gone, so that who waits for more does not wait."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("inf")
    return float("inf") if fields[0] in "ZX" else (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- what must hold ---------------------------------------------------------------------------------------------------


def sources(database: Path) -> Path:
    """The folder of the sources."""
    return database.with_name(f"{database.name}.sources")


def sound(database: Path, *, whole: bool = False) -> int:
    """Assert that a database is sound and all its documents are whole, and give their number.

    ``whole``: no run is left undone, so nothing may be out of date, and no source without its document.
    """
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        tables = {name for (name,) in plain.execute("select name from sqlite_master where type = 'table'")}
        if "document" not in tables:
            return 0
        known = {}
        for ident, sha256, packed in plain.execute("select id, source_sha256, json from document").fetchall():
            tree = json.loads(zlib.decompress(packed))
            assert tree["id"] == ident == sha256[:12]
            wanted = sorted(_goals(tree["goals"]))
            assert wanted, "the documents of these tests have goals"
            assert sorted(row[0] for row in plain.execute("select id from goal where document = ?", (ident,))) == wanted
            data = (sources(database) / sha256).read_bytes()
            assert hashlib.sha256(data).hexdigest() == sha256
            known[sha256] = len(wanted)
        for index in ("goal_fts", "goal_fts_folded"):
            assert plain.execute(f"select count(*) from {index}").fetchone()[0] == sum(known.values())
        if whole:
            assert {file.name for file in sources(database).iterdir()} == set(known)
            assert plain.execute("select * from stale").fetchall() == []
            assert plain.execute("select * from succession where not compared").fetchall() == []
            for index in ("goal_fts", "goal_fts_folded"):
                plain.execute(f"insert into {index} ({index}) values ('integrity-check')")
    return len(known)


def _goals(nodes: Sequence[dict[str, Any]]) -> list[str]:
    return [ident for node in nodes for ident in (node["id"], *_goals(node["children"]))]


_BODY = "(select organisation || '/' || folded from body where body.id = {})"
_LINK = (
    "(select old_document || new_document || kind || coalesce(old_goal, '') || coalesce(new_goal, '') from link where id = {})"
)
_SAID = {
    ("body", "id"): None,
    ("body_alias", "body"): _BODY,
    ("body_succession", "old_body"): _BODY,
    ("body_succession", "new_body"): _BODY,
    ("change", "link"): _LINK,
    ("failure", "time"): None,
    ("goal", "number"): None,
    ("goalpost", "link"): _LINK,
    ("link", "id"): None,
    ("responsible", "body"): _BODY,
    ("_sqlite_migrations", "applied_at"): None,
}
"""Columns that count rows or tell a time: left out, or in their place what they stand for."""


def content(database: Path) -> dict[str, list[str]]:
    """All that a database holds, table by table, without what depends on when and in what order it came in."""
    found = {}
    with closing(sqlite3.connect(database)) as plain:
        names = [
            name for (name,) in plain.execute("select name from sqlite_master where type = 'table' and name not like 'goal_fts%'")
        ]
        for name in names:
            columns = [row[1] for row in plain.execute(f'pragma table_info("{name}")')]
            wanted = [(_SAID.get((name, column), '"{}"') or "").format(_in(name, column)) for column in columns]
            rows = plain.execute(f'select {", ".join(filter(None, wanted))} from "{name}"').fetchall()
            found[name] = sorted(
                repr(tuple(zlib.decompress(one) if isinstance(one, bytes) else one for one in row)) for row in rows
            )
        for index in ("goal_fts", "goal_fts_folded"):
            sql = f"select id, f.text, f.description, f.comment from {index} as f left join goal on number = f.rowid"
            found[index] = sorted(map(repr, plain.execute(sql).fetchall()))
    return found


def _in(table: str, column: str) -> str:
    return f'"{table}"."{column}"' if _SAID.get((table, column)) else column


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows that only one of two contents has, table by table."""
    return {
        name: found
        for name in sorted(one.keys() | other.keys())
        if (found := sorted({*one.get(name, ())} ^ {*other.get(name, ())}) or _twice(one.get(name), other.get(name)))
    }


def _twice(one: list[str] | None, other: list[str] | None) -> list[str]:
    return [] if one == other else [f"{one and len(one)} rows, {other and len(other)} rows"]


# --- a run, from inside -----------------------------------------------------------------------------------------------


class _Watch:
    """Counts what the process does, and kills it when it is time: before a commit, or in the middle of it with ``later``."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.counts, self.updating = plan, Counter[str](), False

    def saw(self, event: str) -> None:
        self.counts[event] += 1
        if event != self.plan.event or self.counts[event] != self.plan.at:
            return
        if self.plan.tells:
            Path(self.plan.tells).touch()
        elif self.plan.later:
            threading.Thread(target=self._later, daemon=True).start()
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    def _later(self) -> None:
        time.sleep(self.plan.later)  # SQLite lets other threads run while it writes
        os.kill(os.getpid(), signal.SIGKILL)

    def audited(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "import":
            self.saw("start")
        elif name == "os.rename":
            self.saw("rename")
        elif name == "os.remove":
            self.saw("remove")
        elif name == "open" and str(arguments[0]).endswith(".part"):
            self.saw("part")
        elif name == "subprocess.Popen":
            self.saw("cell")

    def stated(self, statement: str) -> None:
        words = statement.split(None, 1)[0].lower().rstrip(";")
        if words in {"create", "drop"}:
            self.saw("schema")
        elif words in {"commit", "release"}:
            self.saw("commit")
        elif words == "begin":
            self.saw("begin")
        elif "source_sha256 from document" in statement:
            self.saw("sweep")
        elif self.updating:
            self.saw("update")
        elif words in {"insert", "delete"}:
            self.saw("insert")


def _main() -> None:
    plan = Plan(*json.loads(sys.argv[1]))
    watch = _Watch(plan)
    sys.addaudithook(watch.audited)
    from malspar import cli
    from malspar.corpus import ingest, store

    connect, update = store._connect, ingest.update
    kind, _, size = plan.disk.partition(":")

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        if kind == "pages":
            connection.execute(f"pragma max_page_count = {size}")
        connection.set_trace_callback(watch.stated)
        return connection

    def updated(*arguments: Any) -> Any:
        watch.updating = True
        return update(*arguments)

    def synced(_handle: int) -> None:
        watch.saw("source")
        if kind == "source" and watch.counts["source"] == int(size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if kind == "file":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    store._connect, ingest.update, store.fsync, store.TIMEOUT = watched, updated, synced, plan.patience
    if plan.reader != "own":
        import disturbed  # not this module, which is called __main__ and found by no cell

        ingest.prepared = getattr(disturbed, plan.reader)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started with it ignored
    try:
        cli.cli(sys.argv[2:])
    finally:
        if plan.counts:
            Path(plan.counts).write_text(json.dumps(watch.counts))


if __name__ == "__main__":
    _main()
