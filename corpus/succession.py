"""The tables of the migrations m002, the order of documents and what changed from one to the next, and m003.

m001's of that kind were empty, but for ``body_succession``, which users could fill.
"""

ORDER = """
drop table change;
drop table link;
drop table succession;
alter table body_succession rename to earlier;
drop index body_succession_new;
create table body_succession (  -- A body that was renamed, merged or split
  old_body integer not null references body (id) on delete cascade,  -- before
  new_body integer not null references body (id) on delete cascade,  -- after
  year integer,  -- when
  kind text not null,  -- renamed, merged or split
  told_by text not null default 'dokument',  -- dokument, or import
  document text references document (id) on delete cascade,  -- the document that says so, null for what a user gave
  unique (old_body, new_body, document)
);
insert into body_succession select old_body, new_body, year, kind, told_by, null from earlier;
drop table earlier;
create index body_succession_new on body_succession (new_body);
create index body_succession_document on body_succession (document);
create table version (  -- Where a document stands among the editions of its series
  document text primary key references document (id) on delete cascade,  -- the document
  series text,  -- the id of the first version of its series, null where it is not placed
  position integer,  -- place in the series, from 0
  role text not null,  -- version, återgivning (of a version), förslag (that the version has taken the place of) or oplacerad
  of_document text references document (id) on delete cascade,  -- the version that it renders or was a draft of
  reason text  -- what is not known of a document that is not placed: organisation, period or mål
);
create index version_series on version (series, position);
create index version_of on version (of_document);
create table succession (  -- Which document follows which, and which plan a follow-up reports on
  old_document text not null references document (id) on delete cascade,  -- the earlier, or the plan
  new_document text not null references document (id) on delete cascade,  -- the later, or the follow-up
  told_by text not null,  -- period, datum, nämnd or uppföljning for the rule, användare for what a user said
  mode text not null,  -- versions, or follow-up for a plan and what reports on it
  compared integer not null default 0,  -- 1 when the links are made
  notes text not null default '[]',  -- JSON: notes of the comparison, such as a changed scale
  primary key (old_document, new_document)
);
create index succession_new on succession (new_document);
create table succession_told (  -- What a user said of the order; kept when a document is read anew or removed
  id integer primary key,  -- order in which it was said
  old_document text unique,  -- the earlier; null where the later begins a series. No foreign key, so that it outlives its row
  new_document text not null unique,  -- the later
  time text not null  -- when, UTC
);
create table stale (  -- What is to be brought up to date; empty when all is
  organisation text not null,  -- the organisation whose order of documents is to be told anew, '' for the unknown one
  document text not null,  -- '', or the document whose lineage is to be told anew; then organisation is ''
  mark text not null,  -- random, so that what is marked again meanwhile is not taken for done
  primary key (organisation, document)
);
create table link (  -- What became of a goal in the next version or in a follow-up; one side is null where nothing stands there
  id integer primary key,  -- number
  old_document text not null references document (id) on delete cascade,  -- the earlier document
  new_document text not null references document (id) on delete cascade,  -- the later document
  old_goal text references goal (id) on delete cascade,  -- the goal in the earlier
  new_goal text references goal (id) on delete cascade,  -- the goal in the later
  kind text not null,  -- kept, split, merged, removed, added, reported or unreported; revived for one that had been gone
  bundle integer not null,  -- edges of one split or merged goal have the same number
  wording text,  -- oförändrad, redaktionell or omformulerad
  score real,  -- likeness, from 0 to 1
  review integer not null default 0,  -- 1 where a person should look
  evidence text not null default '[]',  -- JSON: the rules that told
  candidates text not null default '[]',  -- JSON: where a person should look, the goals that it may be
  closing text,  -- the sentence of the later document that closes a removed goal
  closing_at text,  -- JSON: place of that sentence
  over integer not null default 0,  -- 1 for a removed task that was given for a time which has passed
  check (old_goal is not null or new_goal is not null)
);
create index link_old on link (old_goal);
create index link_new on link (new_goal);
create index link_documents on link (old_document, new_document);
create index link_new_document on link (new_document);
create table change (  -- What differs between two versions of a goal
  link integer not null references link (id) on delete cascade,  -- the goal in two versions
  field text not null,  -- text, label, parent, status, responsible, responsible_change, target or strength
  old text,  -- before
  new text,  -- after; of responsible_change byte or omorganisation, of strength skärpt or försvagad
  primary key (link, field)
);
create index change_field on change (field);
insert into lineage (goal, track) select id, id from goal where true on conflict do nothing;
insert into stale (organisation, document, mark)
  select coalesce(organisation, ''), '', hex(randomblob(8)) from document where true group by 1;
insert into stale (organisation, document, mark) select '', id, hex(randomblob(8)) from document;
"""

GOALPOSTS = """
create table goalpost (  -- A target that was moved from one version to the next
  link integer primary key references link (id) on delete cascade,  -- the goal in two versions
  effect text not null,  -- senare, tidigare, högre, lägre, struken, ny or ändrad
  eased integer  -- 1 where it is easier to reach now, 0 where it is harder, null where the words do not tell
);
update succession set compared = 0;
insert or replace into stale (organisation, document, mark)
  select coalesce(organisation, ''), '', hex(randomblob(8)) from document where true group by 1;
"""
