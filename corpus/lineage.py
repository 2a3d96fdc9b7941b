"""One goal through all versions and reports: the links that comparing finds, and the track that they join goals to.

``update`` brings a database up to date after documents were added, replaced or removed: it compares only pairs of documents
that are new to each other, and tells tracks anew only where something was. The result follows from the documents alone.
"""

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from .pairing import Mapper, compare_pending, here
from .series import alike
from .store import Database
from .versions import refresh

NEAR = 0.8
"""Share of the words of both that a goal which is back again has in common with what it was at least."""
_LINKED = frozenset({"kept", "split", "merged"})


class Node(NamedTuple):
    """A goal, as far as its lineage needs it; ``place`` orders the goals of a component from the earliest."""

    id: str
    document: str
    kind: str
    folded: str
    place: int


class Tie(NamedTuple):
    """A link with both sides."""

    old_document: str
    new_document: str
    old: str
    new: str
    kind: str


def update(database: Database, mapper: Mapper | None = None) -> list[tuple[str, str]]:
    """Bring successions, links and tracks up to date with the documents; tells the pairs that could not be compared, and why.

    Documents are compared in this process unless a ``mapper`` has others do it. What is interrupted is made up for by the next
    call.
    """
    if not outdated(database):
        return []
    with database.transaction() as connection:
        marks = [row[0] for row in connection.execute("select mark from stale where document = ''")]
        refresh(connection)
    told = compare_pending(database, mapper or here())
    with database.transaction() as connection:
        documents = {row[0] for row in connection.execute("select document from stale where document != ''")}
        for component in _components(connection, documents):
            _trace(connection, component)
        # What another program has marked since is left to its own call, which marks what it finds to differ.
        connection.execute("delete from stale where document != ''")
        connection.executemany("delete from stale where mark = ?", [(mark,) for mark in marks])
    return told


def outdated(database: Database) -> bool:
    """Whether something is left for ``update``."""
    return bool(database.rows("select 1 from stale union all select 1 from succession where not compared limit 1"))


def _components(connection: sqlite3.Connection, documents: set[str]) -> list[list[str]]:
    """The documents with all that they are tied to, directly or through others; each component from its earliest document."""
    left, found = set(documents), []
    while left:
        component, fresh = set[str](), {left.pop()}
        while fresh:
            component |= fresh
            fresh = {row[0] for one in fresh for row in connection.execute(_BESIDE, {"document": one})} - component
        left -= component
        marks = ", ".join("?" * len(component))
        ordered = connection.execute(f"select id from document where id in ({marks}) order by {EARLIEST}", sorted(component))
        found.append([row[0] for row in ordered])
    return [component for component in found if component]


_AS_OF = (
    "coalesce(report_as_of, period_to || case occasion when 'T1' then '-04' when 'T2' then '-08' when 'delår' then '-08' "
    "else '-12' end)"
)
EARLIEST = (
    f"coalesce(period_from, 9999), document.kind = 'uppföljning', coalesce(period_to, 9999), {_AS_OF}, "
    "coalesce(decision_date, updated, ''), document.id"
)
"""The order of documents in time, plans before what reports on them, as SQL."""

_BESIDE = """
select old_document from succession where new_document = :document
union select new_document from succession where old_document = :document
union select of_document from version where document = :document and role = 'återgivning'
union select document from version where of_document = :document and role = 'återgivning'"""


def _trace(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Tell the tracks of the goals of one component, and which goals are back again; only what differs is written."""
    if len(documents) == 1:
        connection.execute("delete from lineage where goal in (select id from goal where document = ?)", documents)
        connection.execute("insert into lineage (goal, track) select id, id from goal where document = ?", documents)
        connection.execute("delete from link where kind = 'revived' and new_document = ?", documents)
        return
    nodes = _nodes(connection, documents)
    ties = [tie for document in documents for tie in _ties(connection, document)]
    back = _revived(connection, nodes, ties)
    _write_revived(connection, documents, back)
    joined = [(tie.old, tie.new) for tie in (*ties, *back)] + _rendered(connection, nodes)
    tracks = _tracks(nodes, joined)
    known = {
        row[0]: row[1]
        for document in documents
        for row in connection.execute(
            "select goal, track from lineage join goal on goal.id = lineage.goal where document = ?", (document,)
        )
    }
    rows = [(goal, track) for goal, track in tracks.items() if known.get(goal) != track]
    connection.executemany("insert or replace into lineage (goal, track) values (?, ?)", rows)


def _nodes(connection: sqlite3.Connection, documents: Sequence[str]) -> list[Node]:
    """The goals of the documents, from the earliest."""
    sql = "select id, document, kind, folded from goal where document = ? order by position"
    rows = [row for document in documents for row in connection.execute(sql, (document,))]
    return [Node(row[0], row[1], row[2], row[3], place) for place, row in enumerate(rows)]


def _ties(connection: sqlite3.Connection, document: str) -> list[Tie]:
    """The links of a document with what came before it that join tracks.

    What a follow-up tells joins only where it is sure and of one goal: a heading that reports on several would join them all.
    """
    rows = connection.execute(
        "select old_document, new_document, old_goal, new_goal, kind, review from link where new_document = ? "
        "and kind in ('kept', 'split', 'merged', 'reported')",
        (document,),
    ).fetchall()
    times: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        times[row["old_document"], row["new_goal"]] += 1
        times[row["new_document"], row["old_goal"]] += 1
    return [
        Tie(*row[:5])
        for row in map(tuple, rows)
        if row[4] in _LINKED or (not row[5] and times[row[0], row[3]] == times[row[1], row[2]] == 1)
    ]


def _revived(connection: sqlite3.Connection, nodes: Sequence[Node], ties: Sequence[Tie]) -> list[Tie]:
    """Goals that were gone in between: each new one with the latest that ended before and says the same."""
    before: dict[str, set[str]] = {}
    for document in dict.fromkeys(node.document for node in nodes):
        sql = "select old_document from succession where new_document = ? and mode = 'versions'"
        before[document] = {row[0] for row in connection.execute(sql, (document,))}
    versions = [tie for tie in ties if tie.kind in _LINKED]
    begun, ended = {tie.new for tie in versions}, {tie.old for tie in versions}
    found: list[Tie] = []
    for document, olds in before.items():
        new = [node for node in nodes if node.document == document and node.id not in begun]
        earlier = _ancestors(before, olds) - olds - {document} if new else set()
        taken = ended | {tie.old for tie in found}
        gone = [node for node in reversed(nodes) if node.document in earlier and node.id not in taken]
        if gone:
            found += [Tie(old.document, document, old.id, node.id, "revived") for old, node in _matches(gone, new)]
    return found


def _matches(gone: Sequence[Node], new: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Each new goal with the first of those gone that says the same, else with the first that nearly does; none twice."""
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, node in enumerate(gone):
        same[node.kind, node.folded].append(place)
        for word in _words(node.folded):
            by_word[node.kind, word].append(place)
    taken: set[int] = set()
    left = []
    for node in new:
        match = next((place for place in same[node.kind, node.folded] if place not in taken), None)
        if match is None:
            left.append(node)
        else:
            taken.add(match)
            yield gone[match], node
    for node in left:
        # Texts that have so much in common share one of any so many words; the rarest have the fewest texts.
        words = sorted(_words(node.folded), key=lambda word: (len(by_word[node.kind, word]), word))
        few = words[: len(words) - math.ceil(NEAR * len(words)) + 1]
        places = sorted({place for word in few for place in by_word[node.kind, word]} - taken)
        match = next((place for place in places if _nearly(gone[place].folded, node.folded)), None)
        if match is not None:
            taken.add(match)
            yield gone[match], node


def _ancestors(before: Mapping[str, set[str]], documents: Iterable[str]) -> set[str]:
    """All versions that come before these, however far."""
    found, fresh = set[str](), set(documents)
    while fresh:
        found |= fresh
        fresh = {old for one in fresh for old in before.get(one, ())} - found
    return found


def _nearly(old: str, new: str) -> bool:
    """Whether two texts say the same but for endings, short words and numbers; "senior" for "student" is another matter."""
    ours, theirs = _words(old), _words(new)
    if alike(ours, theirs) < NEAR:
        return False
    only = [sorted(word for word in side if len(word) > 3 and not word.isdecimal()) for side in (ours - theirs, theirs - ours)]
    return all(any(one[:4] == other[:4] for other in sorted(theirs | ours) if other != one) for side in only for one in side)


@lru_cache(maxsize=1 << 14)
def _words(folded: str) -> frozenset[str]:
    return frozenset(folded.split())


def _rendered(connection: sqlite3.Connection, nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """The goals of renderings with the same ones of the version that they render."""
    sql = "select document, of_document from version where document = ? and role = 'återgivning'"
    documents = dict.fromkeys(node.document for node in nodes)
    of: dict[str, str] = dict(tuple(row) for document in documents for row in connection.execute(sql, (document,)))
    at: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for node in nodes:
        at[node.document, node.kind, node.folded].append(node.id)
    pairs = []
    for (document, kind, folded), goals in at.items():
        if document in of:
            pairs += list(zip(at.get((of[document], kind, folded), ()), goals, strict=False))
    return pairs


def _tracks(nodes: Sequence[Node], joined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The track of each goal: the id of the earliest that it is joined to."""
    place = {node.id: node.place for node in nodes}
    root = {node.id: node.id for node in nodes}

    def top(goal: str) -> str:
        while root[goal] != goal:
            root[goal] = root[root[goal]]
            goal = root[goal]
        return goal

    for one, other in joined:
        first, second = sorted((top(one), top(other)), key=place.__getitem__)
        root[second] = first
    return {node.id: top(node.id) for node in nodes}


def _write_revived(connection: sqlite3.Connection, documents: Sequence[str], back: Iterable[Tie]) -> None:
    """The links of goals that are back again, where they differ from those that are there."""
    wanted = {(tie.old, tie.new): tie for tie in back}
    for document in documents:
        sql = "select id, old_goal, new_goal from link where new_document = ? and kind = 'revived'"
        for link, old, new in connection.execute(sql, (document,)).fetchall():
            if wanted.pop((old, new), None) is None:
                connection.execute("delete from link where id = ?", (link,))
    connection.executemany(
        "insert into link (old_document, new_document, old_goal, new_goal, kind, bundle) values (?, ?, ?, ?, ?, ?)",
        [(*tie, number) for number, tie in enumerate(wanted.values())],
    )
