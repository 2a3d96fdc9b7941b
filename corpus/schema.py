"""The tables of the database, and the migrations that lead to them.

Everything is plain SQLite: no collation or function of our own, so that any SQLite program can open, check and write a
database. Swedish order and case stand in the columns ``sort_key`` and ``folded``. The comment behind each column stays in
the database (``sqlite_master``), and ``docs/schema.md`` is written from it.
"""

import re
import sqlite3
from collections.abc import Callable

from .succession import GOALPOSTS, ORDER
from .views import VIEWS

_DOCUMENTS = """
create table document (  -- One document that was read
  id text primary key,  -- first 12 hex digits of the SHA-256 of its bytes
  organisation text,  -- official name of the municipality or region, other issuers as printed
  organisation_code text,  -- SCB's code: four digits for a municipality, two for a region
  organisation_type text,  -- kommun, region, kommunalförbund, bolag or annan
  issuer text,  -- the body that issued it
  part text,  -- the part of a larger whole that it is ("Mål 1")
  edition text,  -- edition, as printed
  kind text not null,  -- målprogram, mål och budget, uppföljning …
  title text,  -- title, as printed
  period_from integer,  -- first year that its goals are valid for or report on
  period_to integer,  -- last year, included
  report_as_of text,  -- the day that a follow-up tells the state of
  occasion text,  -- reporting occasion: T1, T2, delår or helår
  decision_body text,  -- who decided on it
  decision_date text,  -- when, as precise as printed (2022-11-24, 2022-11, 2022)
  decision_paragraph text,  -- paragraph of the minutes
  decision_dnr text,  -- registration number (diarienummer)
  adoption text not null,  -- antagen, förslag, utkast or okänd
  updated text,  -- date of the page or document
  source_ref text not null,  -- path or address that it was read from
  source_sha256 text not null unique,  -- SHA-256 of its bytes; they lie in DATABASE.sources/<sha256>
  source_media_type text not null,  -- application/pdf, text/html, text/plain or text/markdown
  source_pages integer,  -- number of pages of a PDF
  reader text not null,  -- program and version that read it
  sort_key text not null,  -- organisation, issuer, part and title in Swedish order
  folded text not null,  -- organisation and issuer in lower case without punctuation
  json blob not null  -- the whole document as JSON with blocks, compressed by zlib: the truth that all else is derived from
);
create index document_organisation on document (organisation, kind, period_from);
create table goal (  -- One node of a document's goal tree
  id text primary key,  -- document, and 8 hex digits from its text and its ordinal among equal texts
  number integer not null unique,  -- its row in goal_fts and goal_fts_folded
  document text not null references document (id) on delete cascade,  -- the document it was read from
  parent text references goal (id) on delete cascade,  -- the node it stands under
  position integer not null,  -- place in the document, from 0, in reading order
  kind text not null,  -- vision, inriktning, målområde, mål, delmål, uppdrag, aktivitet, indikator or skrivning
  term text,  -- the document's own word for this level
  label text,  -- number or code, as printed
  text text not null,  -- its words, as printed
  description text,  -- running text that belongs to it and to none of its children
  page integer,  -- first page that it stands on
  year integer,  -- the year it is for, where that is not the document's period
  modality text,  -- ska, bör, måste …
  actor text,  -- who is to act
  geh text,  -- part of god ekonomisk hushållning: finansiellt or verksamhet
  rule text not null,  -- the rule that told that it is one
  confidence real not null,  -- from 0 to 1
  boxes text not null,  -- JSON: one {page, x0, top, x1, bottom} for each printed line, in points from the top left corner
  sort_key text not null,  -- its words in Swedish order
  folded text not null  -- its words in lower case without punctuation
);
create index goal_document on goal (document, position);
create index goal_parent on goal (parent);
create index goal_kind on goal (kind, document);
create index goal_sort_key on goal (sort_key);
"""

_FACTS = """
create table scale (  -- A status scale that a document explains
  document text not null references document (id) on delete cascade,  -- the document
  id text not null,  -- its name within the document
  dimension text,  -- genomförande, måluppfyllelse, trend or prognos
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, id)
);
create table scale_step (  -- One step of a scale
  document text not null,  -- the document
  scale text not null,  -- the scale
  position integer not null,  -- place in the legend
  raw text,  -- the step, as printed
  signal text,  -- its colour
  meaning text,  -- what it says
  "order" integer not null,  -- rank, from the best
  primary key (document, scale, position),
  foreign key (document, scale) references scale (document, id) on delete cascade
);
create table status (  -- How a goal went
  goal text not null references goal (id) on delete cascade,  -- the goal
  position integer not null,  -- 0 for its main status, from 1 for others
  document text not null references document (id) on delete cascade,  -- the document, for the scale
  raw text,  -- as printed
  signal text,  -- colour: grön, gul, röd …
  meaning text,  -- on any scale: genomfört, ej uppfyllt, pågår …
  dimension text,  -- genomförande, måluppfyllelse, trend or prognos
  year integer,  -- the year that it judges
  scale text,  -- the scale that it is on
  evidence text not null,  -- what told it: word, icon, colour …
  at text not null,  -- JSON: place, rule and confidence
  primary key (goal, position),
  foreign key (document, scale) references scale (document, id)
);
create index status_scale on status (document, scale);
create index status_meaning on status (meaning);
create index status_signal on status (signal);
create table value (  -- A figure of an indicator or goal
  goal text not null references goal (id) on delete cascade,  -- the goal
  position integer not null,  -- place among the goal's values
  raw text not null,  -- as printed
  kind text not null,  -- målvärde, utfall, prognos, utgångsvärde, förändring or jämförelsevärde
  year integer,  -- the year it is for
  number real,  -- as a number
  unit text,  -- its unit
  comparator text,  -- at least, at most …, as a sign
  "group" text,  -- who it is counted for: kvinnor, män …
  at text not null,  -- JSON: place, rule and confidence
  primary key (goal, position)
);
create table decided_by (  -- The body that decided on a goal
  goal text primary key references goal (id) on delete cascade,  -- the goal
  raw text not null,  -- as printed
  level text,  -- KF, RF, KS, RS, nämnd, bolag or förvaltning
  folded text not null,  -- raw in lower case without punctuation
  at text not null  -- JSON: place, rule and confidence
);
create table comment (  -- What a document reports on a goal
  goal text primary key references goal (id) on delete cascade,  -- the goal
  text text not null,  -- the prose
  at text not null  -- JSON: place, rule and confidence
);
create table target (  -- What a goal sets as its mark
  goal text primary key references goal (id) on delete cascade,  -- the goal
  raw text not null,  -- as printed
  deadline integer,  -- year
  number real,  -- quantity
  unit text,  -- its unit
  direction text,  -- up or down, as the document says it
  at text not null  -- JSON: place, rule and confidence
);
create table relation (  -- A tie between two goals that is no parenthood
  document text not null references document (id) on delete cascade,  -- the document that says so
  position integer not null,  -- place among the document's relations
  from_goal text not null references goal (id) on delete cascade,  -- the one goal
  to_goal text not null references goal (id) on delete cascade,  -- the other
  kind text not null,  -- bidrar till …
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
create index relation_from on relation (from_goal);
create index relation_to on relation (to_goal);
create table milestone (  -- A dated step of a process
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's milestones
  date text not null,  -- as precise as printed
  text text not null,  -- what happens
  body text,  -- who acts
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
create table level (  -- A level of the steering chain that a document explains
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- from the top
  term text not null,  -- the document's word for it
  kind text not null,  -- the kind of node that it is
  decided_by text,  -- who decides on it
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
create table stated_total (  -- A count that a document states about itself
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's totals
  text text not null,  -- the clause
  count integer not null,  -- the count
  "of" integer,  -- out of how many
  what text not null,  -- of which kind of node
  found integer,  -- how many were found
  agrees integer,  -- 1 where that is what the document says, else 0
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
create table empty_section (  -- A heading whose contents are missing
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's empty sections
  heading text not null,  -- the heading
  primary key (document, position)
);
create table note (  -- A doubt, a repair, a promise that a document does not keep
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's notes
  code text not null,  -- its kind
  message text not null,  -- in words
  at text,  -- JSON: place, rule and confidence
  primary key (document, position)
);
"""

_BODIES = """
create table body (  -- A council, board, committee, company or office
  id integer primary key,  -- number
  organisation text not null default '',  -- the organisation it belongs to, '' where that is not known
  name text not null,  -- full name
  abbreviation text,  -- KS, TN …
  level text,  -- KF, RF, KS, RS, nämnd, bolag or förvaltning
  valid_from integer,  -- first year
  valid_to integer,  -- last year
  told_by text not null default 'dokument',  -- dokument, or import for what a user gave
  sort_key text not null,  -- name in Swedish order
  folded text not null,  -- name in lower case without punctuation
  unique (organisation, folded)
);
create index body_folded on body (folded);
create table body_alias (  -- Another way to write a body's name
  body integer not null references body (id) on delete cascade,  -- the body
  alias text not null,  -- the other name, as printed
  folded text not null,  -- in lower case without punctuation
  document text references document (id) on delete cascade,  -- the document that says so, null for what a user gave
  unique (body, folded, document)
);
create index body_alias_folded on body_alias (folded);
create index body_alias_document on body_alias (document);
create table body_succession (  -- A body that was renamed, merged or split
  old_body integer not null references body (id) on delete cascade,  -- before
  new_body integer not null references body (id) on delete cascade,  -- after
  year integer,  -- when
  kind text not null,  -- renamed, merged or split
  told_by text not null default 'dokument',  -- dokument, or import
  primary key (old_body, new_body)
);
create index body_succession_new on body_succession (new_body);
create table responsible (  -- A body that a goal is given to
  goal text not null references goal (id) on delete cascade,  -- the goal
  position integer not null,  -- place among the goal's bodies
  raw text not null,  -- as printed
  body integer references body (id),  -- the body, where the document gives its full name
  folded text not null,  -- raw in lower case without punctuation
  at text not null,  -- JSON: place, rule and confidence
  primary key (goal, position)
);
create index responsible_body on responsible (body);
create index responsible_folded on responsible (folded);
create table failure (  -- A reference that could not be read
  reference text primary key,  -- path or address
  time text not null,  -- when it was last tried, UTC
  exit_code integer not null,  -- what kind of trouble, as the program's exit codes tell
  reason text not null,  -- in words
  organisation text,  -- the organisation that the user said it belongs to
  period_from integer,  -- first year that the user said it is for
  period_to integer  -- last year
);
"""

_VERSIONS = """
create table succession (  -- Which document follows which
  old_document text not null references document (id) on delete cascade,  -- the earlier
  new_document text not null references document (id) on delete cascade,  -- the later
  told_by text not null,  -- the rule, or användare for what a user said
  primary key (old_document, new_document)
);
create index succession_new on succession (new_document);
create table link (  -- A goal in two versions; one side is null where it was added or removed
  id integer primary key,  -- number
  old_document text not null references document (id) on delete cascade,  -- the earlier document
  new_document text not null references document (id) on delete cascade,  -- the later document
  old_goal text references goal (id) on delete cascade,  -- the goal in the earlier
  new_goal text references goal (id) on delete cascade,  -- the goal in the later
  kind text not null,  -- kept, split, merged, removed, added, reported or unreported
  wording text,  -- oförändrad, redaktionell or omformulerad
  score real,  -- likeness, from 0 to 1
  review integer not null default 0,  -- 1 where a person should look
  closing text,  -- the sentence of the later document that closes a removed goal
  check (old_goal is not null or new_goal is not null)
);
create index link_old on link (old_goal);
create index link_new on link (new_goal);
create index link_documents on link (old_document, new_document);
create index link_new_document on link (new_document);
create table change (  -- A field that differs between two versions of a goal
  link integer not null references link (id) on delete cascade,  -- the goal in two versions
  field text not null,  -- the field
  old text,  -- before
  new text,  -- after
  primary key (link, field)
);
create table lineage (  -- The track that a goal belongs to through all versions
  goal text primary key references goal (id) on delete cascade,  -- the goal
  track text not null  -- the track: the id of its first goal
);
create index lineage_track on lineage (track);
create table correction (  -- What a person corrected; kept when a document is read anew or removed
  id integer primary key,  -- number
  goal text not null,  -- the goal; no foreign key, so that it outlives the goal's row
  field text not null,  -- the field
  value text,  -- the right value
  reason text,  -- why
  time text not null  -- when, UTC
);
create index correction_goal on correction (goal);
"""

_CAPTURES = """
create table capture (  -- An address that was fetched: what came, from where, and when
  id integer primary key,  -- in the order in which they were made
  address text not null,  -- the address that was asked for
  time text not null,  -- when, UTC
  final_address text not null,  -- the address that redirects led to
  redirects text not null,  -- JSON: one {status, address} for each address that led on
  status integer not null,  -- status of HTTP: 200, or 304 where it was what it had been
  headers text not null,  -- JSON: one [name, value] for each header of the answer
  sha256 text not null,  -- SHA-256 of the bytes; they lie in DATABASE.sources/<sha256>
  not_modified integer not null,  -- 1 where the host said that the bytes are those of the capture before, and sent none
  document text  -- the document read from it, or from the capture before where that says the same; null where it is not read
);
create index capture_address on capture (address, id);
create index capture_sha256 on capture (sha256);
create index capture_document on capture (document);
"""

# The plain index tells "mål" from "mal"; the folded one is asked only where the plain one finds nothing. They are filled by
# one statement for each document (triggers take 2.6 times as long) and emptied by a trigger, which no deletion can pass.
_SEARCH = """
create virtual table goal_fts using fts5 (text, description, comment, tokenize = "unicode61 remove_diacritics 0");
create virtual table goal_fts_folded using fts5 (text, description, comment, tokenize = "unicode61 remove_diacritics 2");
create trigger goal_leaves_search after delete on goal begin
  delete from goal_fts where rowid = old.number;
  delete from goal_fts_folded where rowid = old.number;
end;
"""

# What stands in an index is told by its own words when it is taken out, so the trigger comes before the goal and its comment go.
# Merging what was added document by document in sixteens, not in fours, writes half as much in a database of thousands.
_LEANER_SEARCH = """
drop trigger goal_leaves_search;
drop table goal_fts;
drop table goal_fts_folded;
create virtual table goal_fts using fts5 (
  text, description, comment, tokenize = "unicode61 remove_diacritics 0", content = noder, content_rowid = number
);
create virtual table goal_fts_folded using fts5 (
  text, description, comment, tokenize = "unicode61 remove_diacritics 2", content = noder, content_rowid = number
);
create trigger goal_leaves_search before delete on goal begin
  insert into goal_fts (goal_fts, rowid, text, description, comment)
    select 'delete', old.number, old.text, old.description, (select text from comment where goal = old.id);
  insert into goal_fts_folded (goal_fts_folded, rowid, text, description, comment)
    select 'delete', old.number, old.text, old.description, (select text from comment where goal = old.id);
end;
insert into goal_fts (goal_fts, rank) values ('automerge', 16);
insert into goal_fts_folded (goal_fts_folded, rank) values ('automerge', 16);
insert into goal_fts (goal_fts) values ('rebuild');
insert into goal_fts_folded (goal_fts_folded) values ('rebuild');
"""


def m001_first(connection: sqlite3.Connection) -> None:
    """The tables and the search index that malspar began with."""
    _run(connection, _DOCUMENTS + _FACTS + _BODIES + _VERSIONS + _SEARCH)


def m002_order(connection: sqlite3.Connection) -> None:
    """The order of documents, and what changed from one to the next; all documents are still to be compared."""
    _renew_views(connection, ORDER)


def m003_goalposts(connection: sqlite3.Connection) -> None:
    """Whether targets that were moved are easier to reach; told as documents are compared, so all are to be compared anew."""
    _renew_views(connection, GOALPOSTS)


def m004_views(connection: sqlite3.Connection) -> None:
    """The view försvunna tells a missing document only where its time has come, and looks up one organisation quickly."""
    _renew_views(connection, "")


def m005_search(connection: sqlite3.Connection) -> None:
    """The search indexes look texts up in the view noder, where they held a copy of their own each."""
    _run(connection, _LEANER_SEARCH)


def m006_captures(connection: sqlite3.Connection) -> None:
    """Every capture of an address of the web."""
    _run(connection, _CAPTURES)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_first,
    m002_order,
    m003_goalposts,
    m004_views,
    m005_search,
    m006_captures,
)
_SET = "malspar"


def applied(connection: sqlite3.Connection) -> tuple[str, ...] | None:
    """The names of the migrations that the database has been through, or None where it is not one of ours."""
    known = connection.execute("select 1 from sqlite_master where type = 'table' and name = '_sqlite_migrations'")
    if known.fetchone() is None:
        return None
    rows = connection.execute("select name from _sqlite_migrations where migration_set = ? order by rowid", (_SET,))
    return tuple(name for (name,) in rows) or None


def pending(connection: sqlite3.Connection) -> bool:
    """Whether a migration of this program is still to be made."""
    done = applied(connection) or ()
    return any(migration.__name__ not in done for migration in MIGRATIONS)


def newer(connection: sqlite3.Connection) -> bool:
    """Whether the database has been through a migration that this program does not know."""
    ours = {migration.__name__ for migration in MIGRATIONS}
    return any(name not in ours for name in applied(connection) or ())


def migrate(connection: sqlite3.Connection) -> None:
    """Make every pending migration within the caller's transaction: all of them or none."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations(_SET)
    for migration in MIGRATIONS:
        migrations(name=migration.__name__)(lambda database, migration=migration: migration(database.conn))
    migrations.apply(Database(connection))


def _renew_views(connection: sqlite3.Connection, script: str) -> None:
    """Run a script while none of our views is there, and make those of this program; a user's own stay."""
    names = re.findall(r'^create view "?(\w+)"? as', VIEWS, re.MULTILINE)
    _run(connection, "".join(f'drop view if exists "{name}";\n' for name in names) + script + VIEWS)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run each statement; unlike ``executescript`` without a commit before it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
