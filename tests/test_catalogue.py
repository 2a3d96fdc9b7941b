"""The catalogue of addresses: well-formed, sorted, and what `malspar fetch` takes from it."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from served import Server

from malspar.cli import cli
from malspar.corpus.catalogue import Wish, entries, wished
from malspar.corpus.order import sort_key
from malspar.corpus.store import open_database
from malspar.extractor.web.addresses import parse
from malspar.models.document import DocumentKind
from malspar.models.errors import UsageProblem
from malspar.rules.registry import named

PAGE = "<!doctype html><html><body><main><h1>Mål 2023–2026</h1><h2>Mål 1. {}</h2></main></body></html>"
HOW = ("--allow-private", "--contact", "anna@tallvik.example")


# --- what comes with malspar -----------------------------------------------------------------------------------------


def test_every_organisation_is_called_by_its_official_name() -> None:
    wrong = [
        entry.organisation
        for entry in entries()
        if (known := named(entry.organisation)) is None or known.name != entry.organisation
    ]
    assert wrong == []


def test_every_address_stands_there_once_in_its_one_spelling_and_could_be_asked() -> None:
    addresses = [entry.address for entry in entries()]
    assert [str(parse(address)) for address in addresses] == addresses
    assert len(set(addresses)) == len(addresses) > 150


def test_organisations_stand_in_swedish_order_and_addresses_by_their_letters(root: Path) -> None:
    told = tomllib.loads((root / "corpus" / "catalogue.toml").read_text("utf-8"))
    assert list(told) == sorted(told, key=sort_key)
    assert [list(addresses) for addresses in told.values()] == [sorted(addresses) for addresses in told.values()]


def test_it_holds_facts_alone(root: Path) -> None:
    line = re.compile(r'(|#.*|\["[^"]+"\]|"https?://[^" ]+" = \{ kind = "[a-zåäö ]+"(, years = "[0-9-]+")? \})')
    text = (root / "corpus" / "catalogue.toml").read_text("utf-8")
    assert [one for one in text.splitlines() if not line.fullmatch(one)] == []


# --- what is taken from it -------------------------------------------------------------------------------------------


def test_it_is_asked_by_organisation_kind_and_year() -> None:
    assert {entry.organisation for entry in wished(Wish("lund"))} == {"Lunds kommun"}
    assert {entry.organisation for entry in wished(Wish("1281"))} == {"Lunds kommun"}
    reports = wished(Wish("Lund", ("uppföljning",)))
    assert {entry.kind for entry in reports} == {DocumentKind.UPPFOLJNING}
    assert len(reports) < len(wished(Wish("Lund")))
    assert all(entry.years and entry.years[0] <= 2020 <= entry.years[1] for entry in wished(Wish(year=2020)))


@pytest.mark.parametrize(
    ("wish", "says"),
    [(Wish("Tallvik"), "no such address"), (Wish(kinds=("plan",)), "no kind"), (Wish("Lund", year=1950), "discover")],
)
def test_what_it_does_not_have_is_told(wish: Wish, says: str) -> None:
    with pytest.raises(UsageProblem, match=says):
        wished(wish)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "no TOML"),
        ('["A"]\n"http://a.example/" = { kind = "plan" }', "no kind"),
        ('["A"]\n"http://a.example/" = { kind = "strategi", years = "2024–2026" }', "no years"),
        ('["A"]\n"http://a.example/" = { kind = "strategi", years = "2026-2024" }', "no years"),
        ('["A"]\n"http://a.example/" = { kind = "strategi", title = "x" }', "kind = "),
        ('["A"]\n"http://a.example/" = "strategi"', "kind = "),
        ('kind = "strategi"', "no organisation"),
        ('["A"]\n"http://a.example/" = 1\n"http://a.example/" = 2', "no TOML"),
    ],
)
def test_a_catalogue_of_one_s_own_is_checked(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageProblem, match=says):
        entries(file)
    with pytest.raises(UsageProblem, match="--catalogue"):
        entries(tmp_path / "none.toml")


# --- fetch -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "goals.db"


def fetch(path: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["fetch", str(path), *map(str, arguments), *HOW])


def read(path: Path) -> list[tuple[str, str]]:
    with open_database(path) as database:
        return [tuple(row) for row in database.rows("select source_ref, organisation from document order by source_ref")]


def test_the_addresses_of_an_organisation_are_fetched_as_its_own(server: Server, path: Path) -> None:
    own = path.parent / "own.toml"
    plan, report, other = (server.page(f"/{name}", PAGE.format(name)) for name in ("plan", "report", "other"))
    own.write_text(
        f'["Lunds kommun"]\n"{plan}" = {{ kind = "målprogram", years = "2023-2026" }}\n"{report}" = {{ kind = "uppföljning" }}\n'
        f'["Tallviks kommun"]\n"{other}" = {{ kind = "målprogram" }}\n',
        "utf-8",
    )
    assert fetch(path, "--catalogue", own, "--organisation", "Lund", "--kind", "målprogram").exit_code == 0
    assert read(path) == [(plan, "Lunds kommun")]
    assert fetch(path, "--catalogue", own).exit_code == 0
    assert read(path) == [(other, "Tallviks kommun"), (plan, "Lunds kommun"), (report, "Lunds kommun")]
    assert server.times("/plan") == 1


def test_addresses_are_fetched_and_asked_again_all_of_them_without_one(server: Server, path: Path) -> None:
    addresses = [server.page(f"/{name}", PAGE.format(name)) for name in "ab"]
    (path.parent / "list").write_text("\n".join(addresses))
    assert fetch(path, "@list", "--organisation", "Tallviks kommun").exit_code == 0
    assert read(path) == [(address, "Tallviks kommun") for address in addresses]
    server.page("/a", PAGE.format("c"))
    assert fetch(path, "--again").exit_code == 0
    assert len(read(path)) == 3
    assert (server.times("/a"), server.times("/b")) == (2, 2)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--organisation"),
        (("--again",), "no database"),
        (("--organisation", "Tallvik"), "no such address"),
        (("plan.pdf",), "malspar add"),
        (("http://a.example/", "--year", "2024"), "leave them out"),
    ],
)
def test_what_is_not_to_be_fetched_is_told_before_anything_is_made(path: Path, arguments: tuple[str, ...], says: str) -> None:
    (path.parent / "plan.pdf").write_bytes(b"%PDF-1.7")
    result = fetch(path, *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert says in result.stderr
    assert not path.exists()
