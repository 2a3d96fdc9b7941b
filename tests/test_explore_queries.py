"""The questions that come with the product: what they answer on the sample corpus, of how many, and what they read."""

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from malspar.corpus.explore import canned
from malspar.corpus.explore.canned import Query, queries, query, values
from malspar.corpus.explore.search import search
from malspar.corpus.explore.serve import explorer

ASKED = """
roda-uppdrag-som-forsvann kommentarer mal-per-mandatperiod uppdrag-for-namnd prognos-mot-utfall indikatorer-som-nadde-malvardet
kvinnor-och-man god-ekonomisk-hushallning beslut revideringar kf-mal-utan-namndmal mal-utan-matt saknade-ar formuleringar
forsvagade-skrivningar passerade-tidsgranser genomforda-uppdrag namnder-med-roda-uppdrag samma-mal skrivningar-med-artal sok
""".split()
EVERY = pytest.mark.parametrize("asked", queries(), ids=lambda one: one.name)


@pytest.fixture(scope="module")
def connection(explored: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(f"{explored.as_uri()}?mode=ro", uri=True)
    opened.row_factory = sqlite3.Row
    yield opened
    opened.close()


def answer(connection: sqlite3.Connection, asked: Query, **given: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(asked.sql, values(asked, given))]


def got(database: Path, *paths: str) -> list[Any]:
    """What a Datasette of ours answers."""

    async def ask() -> list[Any]:
        served = explorer(database)
        return [await served.client.get(path) for path in paths]

    return asyncio.run(ask())


def test_every_question_that_users_ask_is_there() -> None:
    assert sorted(one.name for one in queries()) == sorted(ASKED)
    assert all(re.fullmatch(r"[a-z-]+", one.name) and one.question.endswith("?") for one in queries())
    assert len({one.order for one in queries()}) == len(queries())


@EVERY
def test_a_question_gives_what_its_example_says(asked: Query, explored: Path) -> None:
    address = f"/{explored.stem}/{asked.name}"
    given = urlencode(asked.example.given)
    as_json, as_csv, as_page = got(
        explored, f"{address}.json?{given}&_shape=objects", f"{address}.csv?{given}", f"{address}?{given}"
    )
    assert as_json.status_code == as_csv.status_code == as_page.status_code == 200, as_json.text
    rows = as_json.json()["rows"]
    assert len(rows) == asked.example.rows
    assert asked.example.has
    for wanted in asked.example.has:
        assert any(row == row | wanted for row in rows), wanted
    assert len(list(csv.reader(io.StringIO(as_csv.text)))) == len(rows) + 1
    assert asked.title in as_page.text


@EVERY
def test_a_question_can_be_asked_without_saying_more(asked: Query, explored: Path) -> None:
    (page,) = got(explored, f"/{explored.stem}/{asked.name}.json?_shape=objects")
    assert page.status_code == 200, page.text
    assert page.json()["ok"] is not False


@EVERY
def test_every_row_says_of_how_many(asked: Query, connection: sqlite3.Connection) -> None:
    rows = answer(connection, asked, **asked.example.given)
    assert any(re.search(r"\d+ av \d+|\d+ dokument", row["nämnare"]) for row in rows)
    assert "skala" in rows[0] or not any(column.startswith("status") for column in rows[0])


@EVERY
def test_no_table_is_read_without_an_index(asked: Query, connection: sqlite3.Connection) -> None:
    assert not list(_read_whole(connection, asked.sql, values(asked)))


def test_reading_a_whole_table_would_be_told(connection: sqlite3.Connection) -> None:
    assert list(_read_whole(connection, "select max(confidence) from goal", {})) == ["goal"]
    assert list(_read_whole(connection, "select * from goal join status on status.raw = goal.term", {}))


def _read_whole(connection: sqlite3.Connection, sql: str, given: dict[str, str]) -> Iterator[str]:
    """The tables that a statement goes through from end to end, by SQLite's own program for it: a cursor on the table is rewound.

    ``explain query plan`` cannot tell a table from a subquery of the same name.
    """
    roots = {row[0]: row[1] for row in connection.execute("select rootpage, name from sqlite_master where type = 'table'")}
    opened: dict[int, int] = {}
    for row in connection.execute(f"explain {sql}", given):
        operation, cursor, root = row[1], row[2], row[3]
        if operation == "OpenRead":
            opened[cursor] = root
        elif operation in {"OpenEphemeral", "OpenAutoindex", "OpenPseudo", "OpenDup", "SorterOpen"}:
            opened.pop(cursor, None)
        elif operation in {"Rewind", "Last"} and opened.get(cursor) in roots:
            yield roots[opened[cursor]]


HOSTILE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@EVERY
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
@example(text="'; drop table goal; --")
@example(text='"')
@example(text='klimat* "i rad" OR (mål NOT')
@example(text="* **")
def test_whatever_is_given_is_taken_as_words(asked: Query, connection: sqlite3.Connection, text: str) -> None:
    for parameter in asked.parameters:
        if parameter.type == "text":
            answer(connection, asked, **{parameter.name: text})


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"namnder-med-roda-uppdrag", "samma-mal", "sok"}))
def test_organisations_stand_in_swedish_order(connection: sqlite3.Connection, name: str) -> None:
    found = list(dict.fromkeys(row["organisation"] for row in answer(connection, query(name))))
    ordered = connection.execute("select organisation from document group by organisation order by min(sort_key)")
    assert found == [row[0] for row in ordered if row[0] in found]


def test_red_tasks_that_vanished_are_those_of_the_view(connection: sqlite3.Connection) -> None:
    found = {row["mål_id"] for row in answer(connection, query("roda-uppdrag-som-forsvann"), slag="alla") if row["mål_id"]}
    view = {row[0] for row in connection.execute("select goal from försvunna where red and state = 'försvunnen'")}
    kinds = "select id from goal where kind in ('mål', 'delmål', 'uppdrag', 'aktivitet')"  # those that the view is about
    assert found
    assert found & {row[0] for row in connection.execute(kinds)} < view  # which also tells of plans that end


def test_an_organisation_without_a_hit_says_what_was_read(connection: sqlite3.Connection) -> None:
    rows = {row["organisation"]: row for row in answer(connection, query("roda-uppdrag-som-forsvann"))}
    assert rows["Ekmossa kommun"]["täckning"] == "ingen uppföljning läst"
    assert rows["Ekmossa kommun"]["uppdrag"] is None
    assert rows["Almviks kommun"]["nämnare"] == "0 av 0 röda"


@pytest.mark.parametrize(
    ("name", "column", "view"),
    [
        ("forsvagade-skrivningar", "mål_id", "select new_goal from försvagade where organisation is not null"),
        ("passerade-tidsgranser", "mål_id", "select goal from passerade_tidsgränser where organisation is not null"),
        ("samma-mal", "mål_id", "select goal from kopierade"),
    ],
)
def test_a_question_agrees_with_its_view(connection: sqlite3.Connection, name: str, column: str, view: str) -> None:
    found = sorted(row[column] for row in answer(connection, query(name)))
    assert found
    assert found == sorted(row[0] for row in connection.execute(view))


def test_mandate_periods_are_those_of_the_view(connection: sqlite3.Connection) -> None:
    asked = query("mal-per-mandatperiod")
    sql = asked.sql[: asked.sql.rindex("counted as (")].rstrip().rstrip(",")
    found = connection.execute(f"{sql} select document, first from mandates", values(asked)).fetchall()
    known = dict(tuple(row) for row in connection.execute("select document, mandate_from from mandat"))
    assert len(found) > 70
    assert {row[0]: row[1] for row in found} == {row[0]: known[row[0]] for row in found}


@pytest.mark.parametrize("first", [1990, 1993, 1995, 1996, 1998, 2001, 2017, 2018, 2020])
@pytest.mark.parametrize("years", [1, 2, 3, 4, 5, 6, 9, 16])
def test_mandate_periods_by_overlap_are_those_of_the_view(explored: Path, first: int, years: int) -> None:
    """A document without a date of decision, of any period."""
    memory = sqlite3.connect(":memory:")
    with sqlite3.connect(explored) as stored:
        stored.backup(memory)
    stored.close()
    memory.execute("update document set decision_date = null, period_from = ?, period_to = ?", (first, first + years - 1))
    asked = query("mal-per-mandatperiod")
    sql = asked.sql[: asked.sql.rindex("counted as (")].rstrip().rstrip(",")
    found = {row[0] for row in memory.execute(f"{sql} select distinct first from mandates", values(asked))}
    assert found == {row[0] for row in memory.execute("select distinct mandate_from from mandat")}
    memory.close()


def test_a_name_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError):
        canned.Example.model_validate({"given": {}, "wanted": []})


def test_search_tells_mal_from_mal(connection: sqlite3.Connection) -> None:
    exact, folded = search(connection, "trygg"), search(connection, "varld")
    assert exact.total > 0
    assert not exact.folded
    assert folded.folded == bool(folded.total)
    assert not any(
        "mal" in part.text.casefold().split() for hit in search(connection, "mål").hits for part in hit.text if part.hit
    )


def test_search_takes_a_for_å_only_where_nothing_is_found(connection: sqlite3.Connection) -> None:
    asked = query("sok")
    assert {row["träff"] for row in answer(connection, asked, ord="hållbar")} == {"som skrivet"}
    assert {row["träff"] for row in answer(connection, asked, ord="hallbar")} == {"å ä ö lästa som a o"}
    assert search(connection, "hållbar").total == search(connection, "hallbar").total
    assert not search(connection, "hållbar").folded
    assert search(connection, "hallbar").folded


def test_what_was_searched_for_is_marked(connection: sqlite3.Connection) -> None:
    hits = search(connection, "cyk*").hits
    assert hits
    for hit in hits:
        marked = [part.text for parts in (hit.text, hit.description, hit.comment) for part in parts if part.hit]
        assert marked
        assert all(word.casefold().startswith("cyk") for word in marked)


@pytest.mark.parametrize("text", ["", " ", '"', "* -", "'"])
def test_a_text_without_a_word_finds_nothing(connection: sqlite3.Connection, text: str) -> None:
    assert search(connection, text) == ((), 0, False)
