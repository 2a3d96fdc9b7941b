"""The views that need no join. Their columns bear English names like the tables', their values are Swedish."""

_NODES = """
create view noder as  -- Every node of every document, with its facts
select
  goal.id, goal.document, document.organisation, document.issuer, document.part, document.kind as document_kind, document.title,
  document.period_from, document.period_to, document.occasion, document.adoption,
  goal.parent, goal.position, goal.kind, goal.term, goal.label, goal.text, goal.description, goal.page, goal.year,
  decided_by.raw as decided_by, decided_by.level as decided_level,
  (select group_concat(raw, ', ') from (select raw from responsible where responsible.goal = goal.id order by position))
    as responsible,
  coalesce(status.meaning, status.signal, status.raw) as status,
  status.raw as status_raw, status.signal as status_signal, status.meaning as status_meaning,
  status.dimension as status_dimension, status.year as status_year,
  comment.text as comment, target.raw as target, target.deadline,
  goal.modality, goal.actor, goal.geh, goal.rule, goal.confidence, goal.sort_key, goal.folded, goal.number
from goal
join document on document.id = goal.document
left join decided_by on decided_by.goal = goal.id
left join status on status.goal = goal.id and status.position = 0
left join comment on comment.goal = goal.id
left join target on target.goal = goal.id;
create view "mål" as  -- Goals of the council, its nämnder and companies (kinds mål and delmål)
select * from noder where kind in ('mål', 'delmål');
create view uppdrag as  -- Tasks given to a body
select * from noder where kind = 'uppdrag';
create view skrivningar as  -- Binding sentences of running text
select * from noder where kind = 'skrivning';
"""


def _latest(kind: str, field: str) -> str:
    """A subquery: ``field`` of an indicator's latest value of a kind, the one for all groups first."""
    return (
        f"(select {field} from value where value.goal = noder.id and value.kind = '{kind}' "
        'order by year desc, "group" is not null, position limit 1)'
    )


_INDICATORS = f"""
create view indikatorer as  -- Indicators, each with its latest figures as printed and as numbers
select noder.*,
  {_latest("utgångsvärde", "raw")} as baseline,
  {_latest("målvärde", "raw")} as target_value,
  {_latest("målvärde", "number")} as target_number,
  {_latest("målvärde", "year")} as target_year,
  {_latest("utfall", "raw")} as outcome,
  {_latest("utfall", "number")} as outcome_number,
  {_latest("utfall", "year")} as outcome_year,
  {_latest("prognos", "raw")} as forecast
from noder where kind = 'indikator';
"""

_STATUSES = """
create view statusar as  -- Every status of every goal, with the comment that goes with it
select
  document.organisation, document.id as document, document.title, document.period_from, document.period_to, document.occasion,
  goal.id as goal, goal.kind, goal.label, goal.text, goal.page,
  status.position, status.raw, status.signal, status.meaning, status.dimension, status.year, status.scale, status.evidence,
  comment.text as comment
from status
join goal on goal.id = status.goal
join document on document.id = goal.document
left join comment on comment.goal = goal.id;
"""

_CHANGES = """
create view "ändringar" as  -- What became of each goal from one version to the next, one row for each field that changed
select
  coalesce(new.organisation, old.organisation) as organisation,
  link.old_document, link.new_document, old.title as old_title, new.title as new_title,
  link.kind, link.wording, change.field, change.old, change.new,
  link.old_goal, link.new_goal, old_goal.text as old_text, new_goal.text as new_text, link.score, link.review, link.closing
from link
join document as old on old.id = link.old_document
join document as new on new.id = link.new_document
left join goal as old_goal on old_goal.id = link.old_goal
left join goal as new_goal on new_goal.id = link.new_goal
left join change on change.link = link.id;
create view "spår" as  -- The life of each goal through all versions
select
  lineage.track, noder.id as goal, noder.organisation, noder.document, noder.title,
  noder.period_from, noder.period_to, noder.occasion, noder.kind, noder.label, noder.text, noder.responsible, noder.status
from lineage join noder on noder.id = lineage.goal;
"""

# A council sits for four years, from 15 October of the election year (kommunallagen 5 kap.; every fourth year from 1994), and
# its period is called by the four full years after that. Before 1995 the periods were of three years: no row.
_MANDATES = """
create view mandat as  -- The mandate period of each document: by the date of its decision, else the one that it overlaps most
with recursive
mandate (first) as (select 1995 union all select first + 4 from mandate where first < 2095),
decided (document, year) as (
  select id, substr(decision_date, 1, 4) + (substr(decision_date, 6) >= '10-15' and (substr(decision_date, 1, 4) - 1994) % 4 = 0)
  from document where length(decision_date) >= 7 or (substr(decision_date, 1, 4) - 1994) % 4 != 0
),
overlap (document, first, rank) as (
  select id, first, row_number() over (partition by id order by min(period_to, first + 3) - max(period_from, first) desc, first)
  from document join mandate on period_from <= first + 3 and period_to >= first
)
select
  document.id as document, document.organisation, document.title,
  coalesce(by_date.first, overlap.first) as mandate_from, coalesce(by_date.first, overlap.first) + 3 as mandate_to,
  case when by_date.first is not null then 'beslutsdatum' when overlap.first is not null then 'period' end as told_by
from document
left join decided on decided.document = document.id
left join mandate as by_date on decided.year between by_date.first and by_date.first + 3
left join overlap on overlap.document = document.id and overlap.rank = 1;
"""

_COVERAGE = """
create view "täckning" as  -- For each organisation, year and kind of document: read, failed, absent, or without goals
with recursive
span (document, organisation, kind, first, last) as (
  select id, organisation, kind,
    coalesce(period_from, cast(substr(coalesce(report_as_of, decision_date, updated), 1, 4) as integer)),
    coalesce(period_to, cast(substr(coalesce(report_as_of, decision_date, updated), 1, 4) as integer))
  from document
),
bounds (organisation, first, last) as (
  select organisation, min(first), max(last) from span
  where first between 1900 and 2100 and last between first and 2100 group by organisation
),
years (organisation, year, last) as (
  select organisation, first, last from bounds union all select organisation, year + 1, last from years where year < last
),
kinds (organisation, kind) as (select distinct organisation, kind from span),
grid as (
  select years.organisation, years.year, kinds.kind, count(span.document) as documents,
    coalesce(sum((select count(*) from goal where goal.document = span.document)), 0) as goals
  from years join kinds on kinds.organisation is years.organisation
  left join span
    on span.organisation is years.organisation and span.kind = kinds.kind and years.year between span.first and span.last
  group by years.organisation, years.year, kinds.kind
)
select organisation, year, kind,
  case when documents = 0 then 'saknas' when goals = 0 then 'utan mål' else 'läst' end as state,
  documents, goals, null as reference
from grid
union all
select organisation, period_from, null, 'misslyckad', 0, 0, reference from failure;
"""

VIEWS = _NODES + _INDICATORS + _STATUSES + _CHANGES + _MANDATES + _COVERAGE
