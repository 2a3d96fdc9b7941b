"""Addresses in a database: every capture is kept, other content is a new version, and a run that was cut goes on."""

import json
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from served import Request, Server

from malspar.cli import cli
from malspar.corpus import captures
from malspar.corpus import ingest as module
from malspar.corpus.ingest import Outcome, ingest
from malspar.corpus.store import open_database
from malspar.corpus.versions import listing
from malspar.corpus.visits import visits
from malspar.extractor.web import Manners, client

pytestmark = pytest.mark.usefixtures("hurried")
HOW = ("--allow-private", "--contact", "anna@tallvik.example")
MANNERS = Manners("anna@tallvik.example", allow_private=True)


def page(*goals: str, beside: str = "", years: str = "2023–2026") -> str:
    """A page of a made-up municipality."""
    listed = "".join(f"<h2>Mål {number}. {goal}</h2>" for number, goal in enumerate(goals, 1))
    head = f"<h1>Målprogram {years}</h1><p>Tallviks kommun. Antaget av kommunfullmäktige 2022-11-28.</p>"
    return f"<!doctype html><html lang=sv><body><main>{head}{listed}</main>{beside}</body></html>"


SWIM, BUILD, GROW = "Alla barn ska kunna simma", "Fler bostäder ska byggas", "Maten ska odlas nära"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "goals.db"


def run(verb: str, *arguments: object) -> Result:
    return CliRunner().invoke(cli, [verb, *map(str, arguments), *HOW])


def add(path: Path, *arguments: object) -> None:
    result = run("add", path, *arguments)
    assert (result.exit_code, result.output) == (0, "")


def kept(path: Path) -> list[dict[str, object]]:
    with open_database(path) as database:
        return [dict(row) for row in database.rows("select * from capture order by id")]


def titles(path: Path) -> dict[str, str]:
    """Where each document stands, by its source."""
    with open_database(path) as database:
        return {row["id"]: f"{row['role']} {row['position']} {row['told_by']}" for row in listing(database)}


def test_a_capture_keeps_bytes_headers_time_and_the_way(server: Server, path: Path) -> None:
    server.page("/nytt.html", page(SWIM), ETag='"7"', X_Other="å".encode().decode("latin-1"))
    address = server.leads("/mal.html", "/nytt.html", 301)
    add(path, address)
    (row,) = kept(path)
    assert (row["address"], row["final_address"], row["status"]) == (address, server.url("/nytt.html"), 200)
    assert json.loads(str(row["redirects"])) == [{"status": 301, "address": address}]
    assert ["ETag", '"7"'] in json.loads(str(row["headers"]))
    assert (path.parent / "goals.db.sources" / str(row["sha256"])).read_text("utf-8") == page(SWIM)
    with open_database(path) as database:
        (document,) = database.rows("select id, source_ref, source_sha256, organisation from document")
    assert tuple(document) == (row["document"], address, row["sha256"], "Tallviks kommun")


def test_what_is_known_is_asked_for_only_again_and_then_whether_it_changed(server: Server, path: Path) -> None:
    def changed(request: Request) -> None:
        known = request.headers["If-None-Match"] == '"7"'
        request.answer(304 if known else 200, b"" if known else page(SWIM).encode(), ETag='"7"')

    address = server.does("/mal.html", changed)
    add(path, address)
    add(path, address)
    assert server.times("/mal.html") == 1
    add(path, address, "--again")
    first, second = kept(path)
    assert (first["status"], second["status"], second["not_modified"]) == (200, 304, 1)
    assert (second["sha256"], second["document"]) == (first["sha256"], first["document"])
    add(path, address, "--again")
    assert server.asked[-1].headers["if-none-match"] == '"7"'  # the marks are those of the last answer with bytes
    assert len(titles(path)) == 1


def test_other_content_at_an_address_is_a_later_version_and_the_earlier_stays(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM, BUILD))
    add(path, address)
    server.page("/mal.html", page(SWIM, BUILD, GROW))
    add(path, address, "--again")
    server.page("/mal.html", page(SWIM, GROW))
    add(path, address, "--again")
    rows = kept(path)
    assert len({row["sha256"] for row in rows}) == len(list((path.parent / "goals.db.sources").iterdir())) == 3
    first, second, third = (str(row["document"]) for row in rows)
    assert titles(path) == {first: "version 0 None", second: "version 1 adress", third: "version 2 adress"}
    with open_database(path) as database:
        removed = database.rows("select goal.text from link join goal on goal.id = old_goal where link.kind = 'removed'")
        assert [row["text"] for row in removed] == [BUILD]


def test_another_status_alone_is_another_version(server: Server, path: Path) -> None:
    def report(word: str) -> str:
        return page(SWIM).replace("Målprogram 2023–2026", "Uppföljning 2024").replace("</h2>", f"</h2><p>Status: {word}</p>")

    address = server.page("/upp.html", report("Pågår"))
    add(path, address)
    server.page("/upp.html", report("Uppfyllt"))
    add(path, address, "--again")
    assert [place.split()[0] for place in titles(path).values()] == ["version", "version"]


def test_bytes_that_say_the_same_are_kept_and_are_no_new_document(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM))
    add(path, address)
    server.page("/mal.html", page(SWIM, beside="<script>nonce = 7</script>"))
    add(path, address, "--again")
    first, second = kept(path)
    assert first["sha256"] != second["sha256"]
    assert first["document"] == second["document"]
    assert len(list((path.parent / "goals.db.sources").iterdir())) == 2
    assert len(titles(path)) == 1
    add(path, address)
    assert server.times("/mal.html") == 2


def test_what_goes_back_to_what_it_was_is_known(server: Server, path: Path) -> None:
    for goals in ((SWIM,), (SWIM, BUILD), (SWIM,)):
        address = server.page("/mal.html", page(*goals))
        add(path, address, "--again")
    assert [row["document"] for row in kept(path)][0::2] == [kept(path)[0]["document"]] * 2
    assert len(titles(path)) == 2


def test_the_order_of_captures_goes_before_dates(server: Server, path: Path) -> None:
    """The later capture has no date of decision, by which it would come first."""
    address = server.page("/mal.html", page(SWIM))
    add(path, address)
    server.page("/mal.html", page(SWIM, BUILD).replace(" Antaget av kommunfullmäktige 2022-11-28.", ""))
    add(path, address, "--again")
    first, second = (str(row["document"]) for row in kept(path))
    assert [titles(path)[one].split()[1] for one in (first, second)] == ["0", "1"]


def test_a_page_stays_its_organisation_s_where_it_does_not_say(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM).replace("Tallviks kommun. ", ""))
    add(path, address, "--organisation", "Tallviks kommun")
    for goals in ((SWIM,), (SWIM, BUILD)):
        server.page("/mal.html", page(*goals, beside="<!-- 7 -->").replace("Tallviks kommun. ", ""))
        assert run("fetch", path, "--again").exit_code == 0
    with open_database(path) as database:
        assert [row[0] for row in database.rows("select organisation from document")] == ["Tallviks kommun"] * 2
    assert [place.split()[2] for place in titles(path).values()] == ["None", "adress"]


def test_two_addresses_of_one_edition_are_renderings_still(server: Server, path: Path) -> None:
    add(path, server.page("/a.html", page(SWIM, BUILD)), server.page("/b.html", page(SWIM, BUILD, beside="<footer>b</footer>")))
    assert sorted(place.split()[0] for place in titles(path).values()) == ["version", "återgivning"]


def test_the_same_bytes_at_two_addresses_are_read_once_and_both_captures_tell(server: Server, path: Path) -> None:
    add(path, server.page("/a.html", page(SWIM)), server.page("/b.html", page(SWIM)))
    rows = kept(path)
    assert len(rows) == 2
    assert rows[0]["document"] == rows[1]["document"] is not None


def test_what_fails_is_told_and_forgotten_when_it_comes(server: Server, path: Path) -> None:
    address = server.page("/mal.html", b"", 404)
    other = server.page("/plan.html", page(SWIM))
    result = run("add", path, address, other)
    assert (result.exit_code, result.stdout) == (1, "")
    assert address in result.stderr
    with open_database(path) as database:
        assert [tuple(row) for row in database.rows("select reference, exit_code from failure")] == [(address, 2)]
    server.page("/mal.html", page(BUILD))
    add(path, address, other)
    with open_database(path) as database:
        assert database.rows("select * from failure") == []
    assert server.times("/plan.html") == 1


def test_what_cannot_be_read_is_kept_and_not_asked_for_again(server: Server, path: Path) -> None:
    address = server.page("/mal.pdf", b"\x89PNG\r\n picture")
    for _ in range(2):
        result = run("add", path, address)
        assert (result.exit_code, "PNG" in result.stderr) == (1, True)
    assert server.times("/mal.pdf") == 1
    assert [row["document"] for row in kept(path)] == [None]
    server.page("/mal.pdf", page(SWIM))
    add(path, address, "--again")
    assert len(titles(path)) == 1


def test_a_run_that_was_cut_goes_on_from_what_was_kept(server: Server, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = server.page("/a.html", page(SWIM)), server.page("/b.html", page(BUILD))
    with monkeypatch.context() as cut, open_database(path, write=True) as database, visits(MANNERS) as asked:
        cut.setattr(module, "read_bounded", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            list(ingest(database, [first], visits=asked))
    assert [row["document"] for row in kept(path)] == [None]
    add(path, first, second)
    assert (server.times("/a.html"), server.times("/b.html")) == (1, 1)
    assert None not in [row["document"] for row in kept(path)]


def test_bytes_that_are_gone_are_fetched_anew(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM), ETag='"7"')
    add(path, address)
    (source,) = (path.parent / "goals.db.sources").iterdir()
    source.unlink()
    add(path, address)
    assert server.times("/mal.html") == 2
    assert "if-none-match" not in server.asked[-1].headers
    assert source.exists()


def test_a_document_that_is_removed_takes_its_captures_along(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM))
    add(path, address)
    server.page("/mal.html", page(SWIM, beside="<!-- 7 -->"))
    add(path, address, "--again")
    with open_database(path, write=True) as database:
        database.remove(str(kept(path)[0]["document"]))
    assert kept(path) == []
    assert not (path.parent / "goals.db.sources").exists()


def test_captures_survive_a_run_that_sweeps(server: Server, path: Path) -> None:
    address = server.page("/mal.pdf", b"\x89PNG\r\n picture")
    run("add", path, address)
    (path.parent / "goals.db.sources" / ("0" * 64)).write_bytes(b"left")
    run("add", path, address)
    assert [file.name for file in (path.parent / "goals.db.sources").iterdir()] == [kept(path)[0]["sha256"]]


def test_files_and_hosts_go_on_beside_each_other(server: Server, path: Path) -> None:
    """One host waits for the other to be asked, and a file is read meanwhile."""
    (path.parent / "plan.txt").write_text("Målprogram 2023–2026\nTallviks kommun\n\nMål 1\nAlla ska kunna cykla.\n", "utf-8")
    both = threading.Barrier(2, timeout=20)

    def waits(request: Request) -> None:
        both.wait()
        request.answer(200, page(request.path).encode())

    for one in ("/1", "/2", "/3", "/4"):
        server.does(one, waits)
    hosts = ("127.0.0.1", "localhost", "127.0.0.1", "localhost")
    addresses = [server.url(f"/{number}", host) for number, host in enumerate(hosts, 1)]
    with open_database(path, write=True) as database, visits(MANNERS) as asked:
        told = list(ingest(database, [*addresses, "plan.txt"], visits=asked))
    assert [one.outcome for one in told] == [Outcome.READ] * 5
    assert {one.ref for one in told} == {*addresses, "plan.txt"}


def test_what_goes_wrong_in_the_client_ends_no_run(server: Server, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.Client, "fetch", lambda *_: 1 // 0)
    (path.parent / "plan.txt").write_text("Mål 1\nAlla ska kunna cykla.\n", "utf-8")
    result = run("add", path, server.url("/a"), "plan.txt")
    assert (result.exit_code, "ZeroDivisionError" in result.stderr) == (1, True)
    assert len(titles(path)) == 1


def test_one_address_in_two_spellings_is_one(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM))
    add(path, address, f"{address}#top", address.replace("http:", "HTTP:"))
    assert (server.times("/mal.html"), len(kept(path))) == (1, 1)


def test_addresses_come_in_lists_too(server: Server, path: Path) -> None:
    (path.parent / "list").write_text(f"# mål\n{server.page('/a', page(SWIM))}\n{server.page('/b', page(BUILD))}\n")
    add(path, "@list")
    assert len(kept(path)) == 2


@pytest.mark.parametrize("verb", ["extract", "outline"])
def test_an_address_is_read_without_being_kept(server: Server, path: Path, verb: str) -> None:
    result = run(verb, server.page("/mal.html", page(SWIM)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert SWIM in result.stdout
    assert list(path.parent.iterdir()) == []


def test_several_addresses_become_files(server: Server, path: Path) -> None:
    result = run("extract", server.page("/a.html", page(SWIM)), server.url("/b.html"), server.page("/c/", page(BUILD)))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert {file.name for file in path.parent.iterdir()} == {"a.json", "c.json"}
    assert json.loads((path.parent / "a.json").read_text("utf-8"))["source"]["ref"] == server.url("/a.html")


def test_two_addresses_are_compared(server: Server, path: Path) -> None:
    del path
    result = run(
        "compare", server.page("/a", page(SWIM, BUILD)), server.page("/b", page(SWIM, years="2027–2030")), "--format", "json"
    )
    assert result.exit_code == 0
    assert [one["text"] for one in json.loads(result.stdout)["removed"]] == [BUILD]
    assert server.times("/robots.txt") == 1


@pytest.mark.parametrize(("verb", "more"), [("extract", ()), ("outline", ()), ("compare", ("http://127.0.0.1/",))])
def test_without_leave_nothing_private_is_asked(server: Server, verb: str, more: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [verb, server.page("/a", page(SWIM)), *more])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (6, "", 1)
    assert "--allow-private" in result.stderr
    assert server.asked == []


def test_who_gives_no_contact_is_told_how(server: Server, path: Path) -> None:
    result = CliRunner().invoke(cli, ["add", str(path), server.page("/a", page(SWIM)), "--allow-private"])
    assert result.exit_code == 0
    assert "MALSPAR_CONTACT" in result.stderr
    assert server.asked[-1].headers["user-agent"].startswith("malspar/")
    environment = {"MALSPAR_CONTACT": "anna@tallvik.example"}
    result = CliRunner(env=environment).invoke(cli, ["add", str(path), server.page("/b", page(BUILD)), "--allow-private"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert server.asked[-1].headers["user-agent"].endswith("(+anna@tallvik.example)")


def test_a_capture_is_known_by_its_last_bytes(server: Server, path: Path) -> None:
    address = server.page("/mal.html", page(SWIM), Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    add(path, address)
    with open_database(path) as database:
        latest = captures.latest(database, address)
        assert latest is not None
        assert latest.since.modified == "Mon, 01 Jan 2024 00:00:00 GMT"
        assert captures.addresses(database) == [address]
        assert captures.latest(database, server.url("/other")) is None
