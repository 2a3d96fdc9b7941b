"""`malspar serve`: read-only, for this machine alone, within its limits, and of use to a plain Datasette, too."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from malspar.cli import cli
from malspar.corpus.explore.canned import queries
from malspar.corpus.explore.serve import SETTINGS, explorer

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def copy(explored: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of our own, as a folder that was handed over."""
    path = tmp_path_factory.mktemp("serve") / "mål och budget.db"
    shutil.copy(explored, path)
    return path


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    """Where a served database answers."""
    process = subprocess.Popen([BIN / "malspar", "serve", str(copy), "--port", "0"], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    assert found
    yield found[0]
    process.send_signal(signal.SIGINT)
    assert process.wait(20) in {0, 130, -signal.SIGINT}


def at(database: Path) -> str:
    """The address of a database in Datasette, whatever its file is called."""
    from datasette.utils import tilde_encode

    return f"/{tilde_encode(database.stem)}"


def opened(address: str, **headers: str) -> HTTPResponse | urllib.error.HTTPError:
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20)  # noqa: S310 - http of our own
    except urllib.error.HTTPError as error:
        return error
    assert isinstance(answer, HTTPResponse)
    return answer


def got(database: Path, path: str, settings: dict[str, Any] | None = None) -> Any:
    async def ask() -> Any:
        served = explorer(database)
        served._settings.update(settings or {})
        return await served.client.get(path)

    return asyncio.run(ask())


def test_it_answers_at_the_address_that_it_tells(address: str) -> None:
    assert opened(f"{address}/-/versions.json").status == 200


def test_a_name_borrowed_for_this_machine_is_refused(address: str) -> None:
    port = address.rpartition(":")[2]
    assert opened(f"{address}/-/versions.json", Host=f"localhost:{port}").status == 200
    assert opened(f"{address}/-/versions.json", Host=f"[::1]:{port}").status == 200
    for name in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "evil]127.0.0.1", ""):
        assert opened(f"{address}/-/versions.json", Host=name).status in {400, 421}, name


def test_only_this_machine_can_reach_it(address: str) -> None:
    port = int(address.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        if not str(other).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(other), port), 2).close()


@pytest.mark.parametrize(
    "sql", ["delete from goal", "pragma writable_schema = 1", "attach 'x' as x", "update goal set text = ''"]
)
def test_nothing_can_be_written(copy: Path, sql: str) -> None:
    before = copy.read_bytes()
    answer = got(copy, f"{at(copy)}.json?sql={sql}")
    assert answer.status_code == 400
    assert copy.read_bytes() == before


def test_the_connection_itself_refuses_to_write(copy: Path) -> None:
    async def write() -> None:
        served = explorer(copy)
        await served.get_database(copy.stem).execute_fn(lambda connection: connection.execute("delete from goal"))

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        asyncio.run(write())


def test_rows_and_time_have_their_limits(copy: Path) -> None:
    numbers = "with recursive n (i) as (select 1 union all select i - -1 from n {}) select i from n"
    many = got(copy, f"{at(copy)}.json?sql={numbers.format('where i < 5000')}").json()
    assert (len(many["rows"]), many["truncated"]) == (SETTINGS["max_returned_rows"], True)
    endless = "with recursive n (i) as (select 1 union all select i - -1 from n) select count(*) from n"
    answer = got(copy, f"{at(copy)}.json?sql={endless}&_timelimit=200")
    assert answer.status_code == 400
    assert "SQL" in answer.text
    assert SETTINGS["sql_time_limit_ms"] <= 5000


@pytest.mark.parametrize("protected", ["file", "folder"])
def test_a_write_protected_database_is_read_as_it_is(explored: Path, tmp_path: Path, protected: str) -> None:
    path = tmp_path / "closed" / "goals.db"
    path.parent.mkdir()
    shutil.copy(explored, path)
    closed = path if protected == "file" else path.parent
    closed.chmod(0o444 if protected == "file" else 0o555)
    try:
        served = explorer(path)
        assert not served.get_database("goals").is_mutable
        assert got(path, "/goals/document.json?_size=1").status_code == 200
        assert [file.name for file in path.parent.iterdir()] == ["goals.db"]
    finally:
        closed.chmod(0o755)


def test_what_is_added_meanwhile_is_seen(explored: Path, tmp_path: Path) -> None:
    path = tmp_path / "goals.db"
    shutil.copy(explored, path)

    async def ask() -> tuple[int, int]:
        served = explorer(path)
        before = (await served.client.get("/goals.json?sql=select count(*) from note&_shape=arrayfirst")).json()[0]
        with sqlite3.connect(path) as writer:
            writer.execute("insert into note select id, 99, 'test', 'ett tvivel', null from document limit 1")
        writer.close()
        return before, (await served.client.get("/goals.json?sql=select count(*) from note&_shape=arrayfirst")).json()[0]

    before, after = asyncio.run(ask())
    assert after == before + 1


def test_without_datasette_one_line_says_what_to_type(
    explored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "datasette", None)
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    with pytest.raises(SystemExit) as told:
        cli.main(["serve", str(explored)])
    assert told.value.code == 2
    assert capsys.readouterr().err == "malspar: serve needs Datasette; type `pip install 'malspar[explore]'`\n"
    assert json.loads(CliRunner().invoke(cli, ["serve", str(explored), "--metadata"]).output)["databases"][explored.stem]


def test_help_and_other_verbs_do_not_load_datasette() -> None:
    code = "import sys, malspar.cli; sys.exit(any(name.startswith(('datasette', 'uvicorn')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_trouble_is_one_line(explored: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for arguments, code, words in (
            ([str(explored), "--port", port], 2, "give another --port"),
            ([str(tmp_path / "none.db")], 2, "no database"),
            ([str(tmp_path)], 7, "folder"),
        ):
            done = subprocess.run([BIN / "malspar", "serve", *arguments], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (code, "")
            assert words in done.stderr
            assert done.stderr.count("\n") == 1


def test_a_plain_datasette_gets_all_of_it_with_one_line(copy: Path) -> None:
    line = f'datasette "{copy.name}" --metadata <(malspar serve "{copy.name}" --metadata) --get "{at(copy)}.json"'
    done = subprocess.run(
        ["bash", "-c", line], cwd=copy.parent, env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {one["name"] for one in told["queries"]} == {one.name for one in queries()}
    assert {one["name"] for one in told["tables"] if one["hidden"]} >= {
        "goal_fts",
        "goal_fts_folded",
        "stale",
        "_sqlite_migrations",
    }


def test_tables_and_views_show_their_words_and_can_be_searched(copy: Path) -> None:
    page = got(copy, f"{at(copy)}/noder?_search=cyk*&_searchmode=raw").text
    assert "Varje mål, uppdrag, indikator" in page
    assert "Ordet som binder: ska, bör, måste" in page
    found = got(copy, f"{at(copy)}/noder.json?_search=cyk*&_searchmode=raw&_shape=objects&_nofacet=1").json()["rows"]
    assert found
    assert all("cyk" in " ".join(str(row[name]) for name in ("text", "description", "comment")).casefold() for row in found)
    assert got(copy, f"{at(copy)}/m~C3~A5l.csv?_size=5").status_code == 200


def test_every_table_and_view_opens(copy: Path) -> None:
    async def ask() -> dict[str, int]:
        served = explorer(copy)
        told = (await served.client.get(f"{at(copy)}.json")).json()
        names = [one["name"] for one in (*told["tables"], *told["views"])]
        paths = [served.urls.table(copy.stem, name) for name in names]
        return {path: (await served.client.get(f"{path}.json?_size=2")).status_code for path in map(str, paths)}

    assert {path: code for path, code in asyncio.run(ask()).items() if code != 200} == {}
