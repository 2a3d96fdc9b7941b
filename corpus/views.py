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

# A goal that one of two documents no longer has may go on in the other: nämnder that were split, merged plans.
GOES_ON = """exists (
    select 1 from link as other where other.id != link.id and other.kind in ('kept', 'split', 'merged')
    and (other.old_goal = link.old_goal or other.new_goal = link.new_goal))"""

_CHANGES = f"""
create view "ändringar" as  -- What became of each goal from one version to the next, one row for each field that changed
select
  coalesce(new.organisation, old.organisation) as organisation,
  link.old_document, link.new_document, old.title as old_title, new.title as new_title,
  link.kind, link.wording, change.field, change.old, change.new,
  link.old_goal, link.new_goal, old_goal.text as old_text, new_goal.text as new_text, link.score, link.review, link.closing,
  link.over, link.bundle
from link
join document as old on old.id = link.old_document
join document as new on new.id = link.new_document
left join goal as old_goal on old_goal.id = link.old_goal
left join goal as new_goal on new_goal.id = link.new_goal
left join change on change.link = link.id
where link.kind not in ('reported', 'unreported') and not (link.kind in ('removed', 'added') and {GOES_ON});
create view "återrapportering" as  -- Each goal of a plan beside each follow-up of it: reported, with its status, or unreported
select
  plan.organisation, link.old_document as plan, plan.title as plan_title, link.new_document as follow_up, report.title,
  report.period_from, report.period_to, report.occasion, old_goal.kind, old_goal.label, old_goal.text,
  link.old_goal, link.new_goal,
  case when link.kind = 'reported' then 'återrapporterad' else 'ej återrapporterad' end as state,
  change.new as status, link.score, link.review
from link
join document as plan on plan.id = link.old_document
join document as report on report.id = link.new_document
join goal as old_goal on old_goal.id = link.old_goal
left join change on change.link = link.id and change.field = 'status'
where link.kind = 'reported' or (link.kind = 'unreported' and not exists (
  select 1 from link as other join document as beside on beside.id = other.new_document
  where other.old_goal = link.old_goal and other.kind = 'reported'
  and beside.period_from is report.period_from and beside.period_to is report.period_to and beside.occasion is report.occasion));
create view "spår" as  -- The life of each goal through all versions
select
  lineage.track, noder.id as goal, noder.organisation, noder.document, noder.title,
  noder.period_from, noder.period_to, noder.occasion, noder.kind, noder.label, noder.text, noder.responsible, noder.status
from lineage join noder on noder.id = lineage.goal;
"""

# Words of statuses, on any scale. A trend and what cannot be judged say neither that a goal is reached nor that it is not.
_RED = """case
  when status.dimension = 'trend' then null
  when status.meaning in ('ej genomfört', 'ej uppfyllt') then 1
  when status.meaning is null and status.signal is null then null
  else status.signal is 'röd' and coalesce(status.meaning, '') not in ('genomfört', 'uppfyllt') end"""
_OPEN = """case
  when status.dimension = 'trend' then null
  when status.meaning in ('genomfört', 'uppfyllt', 'i hög grad uppfyllt', 'avbrutet') then 0
  when status.meaning in ('delvis genomfört', 'ej genomfört', 'pågår', 'ej påbörjat', 'delvis uppfyllt',
    'ej uppfyllt', 'enligt plan', 'försenat') then 1
  when status.signal in ('röd', 'gul', 'orange') then 1
  when status.signal in ('grön', 'ljusgrön', 'mörkgrön') then 0 end"""

_LIVES = f"""
create view "spårstatus" as  -- Each status of each goal by its track and year: red or not, unfinished or not
select
  lineage.track, goal.id as goal, goal.document, document.organisation,
  coalesce(status.year, document.period_to, cast(substr(document.report_as_of, 1, 4) as integer)) as year,
  case when document.occasion = 'T1' or substr(document.report_as_of, 6, 2) between '01' and '05' then 1
    when document.occasion in ('T2', 'delår') or substr(document.report_as_of, 6, 2) between '06' and '11' then 2
    else 3 end as occasion_order,
  document.occasion, status.raw, status.signal, status.meaning, status.dimension,
  coalesce(status.meaning, status.signal, status.raw) as status, {_RED} as red, {_OPEN} as unfinished
from status
join goal on goal.id = status.goal
join document on document.id = goal.document
join lineage on lineage.goal = goal.id
where status.position = 0;
create view "röda_år" as  -- Goals that were red at the last report of at least two years running, also under another body's name
with last (track, year, occasion_order) as (
  select track, year, max(occasion_order) from "spårstatus" where red is not null and year is not null group by track, year
),
judged (track, year, red, goal) as (
  select last.track, last.year, max(red), max(goal) from last
  join "spårstatus" as of on of.track = last.track and of.year = last.year and of.occasion_order = last.occasion_order
  where red is not null group by last.track, last.year
),
runs (track, year, goal, run) as (
  select track, year, goal, year - row_number() over (partition by track order by year) from judged where red
),
years (track, first_year, last_year, years) as (
  select track, min(year), max(year), count(*) from runs group by track, run having count(*) > 1
)
select noder.organisation, years.track, noder.id as goal, noder.document, noder.title, noder.kind, noder.label, noder.text,
  noder.page, first_year, last_year, years, noder.status,
  (select group_concat(responsible, ' → ') from (
    select noder.responsible, min(runs.year) from runs join noder on noder.id = runs.goal
    where runs.track = years.track and runs.year between first_year and last_year and noder.responsible is not null
    group by noder.responsible order by 2)) as responsible
from years
join runs on runs.track = years.track and runs.year = years.last_year
join noder on noder.id = runs.goal;
"""

# The last year that is over, as a document shows; a plan is made in the year before its own.
_OVER = """max(
    coalesce(
      case kind when 'uppföljning' then period_to - (coalesce(occasion, 'helår') != 'helår') else period_from - 2 end, 0),
    coalesce(substr(coalesce(decision_date, updated), 1, 4) - 1, 0))"""
_KNOWN = f"known (organisation, year) as (select organisation, max({_OVER}) from document group by organisation)"

_VANISHED = f"""
create view "försvunna" as  -- Goals and tasks, red or unfinished, that are gone without a word from the next document
select document.organisation, noder.document, noder.title, noder.period_to, noder.occasion,
  succession.new_document as next_document, new.title as next_title, new.adoption as next_adoption,
  lineage.track, noder.id as goal, noder.kind, noder.label, noder.text, noder.page, noder.responsible, state.status, state.red,
  case when new.id is null or new.period_from > noder.period_to + 1 then 'nästa dokument saknas' else 'försvunnen' end as state,
  coalesce(link.review, 0) as review
from goal as node
join document on document.id = node.document
join version on version.document = node.document and version.role = 'version'
join lineage on lineage.goal = node.id
join noder on noder.id = node.id
join "spårstatus" as state on state.goal = (  -- the last one by then; looked up for each goal, so that one organisation is quick
  select goal from (
    select told.goal, told.year, told.occasion_order, told.goal = node.id as own from "spårstatus" as told
    where told.track = lineage.track and (told.red is not null or told.unfinished is not null)
      and told.year between coalesce(document.period_from, told.year) and coalesce(document.period_to, told.year))
  order by year desc, occasion_order desc, own desc, goal limit 1)
left join succession on succession.old_document = node.document and succession.mode = 'versions'
left join document as new on new.id = succession.new_document
left join link on link.old_goal = node.id and link.new_document = succession.new_document and link.kind = 'removed'
where node.kind in ('mål', 'delmål', 'uppdrag', 'aktivitet') and (state.red or state.unfinished) and (
  (new.id is null and exists (
    select 1 from (select organisation, {_OVER} as year from document) as known
    where known.organisation = document.organisation and known.year > document.period_to))
  or (link.id is not null and link.closing is null and not link.over and not {GOES_ON}));
create view "återkomna" as  -- Goals that were gone for at least one version, and are back
select noder.organisation, lineage.track, link.old_goal, link.new_goal, noder.kind, old_goal.text as old_text, noder.text,
  link.old_document, link.new_document, old.title as old_title, noder.title,
  old.period_to as gone_after, noder.period_from as back_in
from link
join noder on noder.id = link.new_goal
join goal as old_goal on old_goal.id = link.old_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal
where link.kind = 'revived';
"""


_TARGETS = f"""
create view "målstolpar" as  -- Targets that were moved; eased is 1 where they are easier to reach now, 0 where harder, else null
select noder.organisation, link.old_document, link.new_document, old.title as old_title, noder.title, lineage.track,
  link.old_goal, link.new_goal, noder.kind, noder.label, noder.text, noder.page, change.old, change.new,
  goalpost.effect, goalpost.eased
from goalpost
join link on link.id = goalpost.link
join change on change.link = goalpost.link and change.field = 'target'
join noder on noder.id = link.new_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal;
create view "passerade_tidsgränser" as  -- Goals whose year is over, as later documents show, without a status from that year on
with {_KNOWN}
select noder.organisation, noder.document, noder.title, lineage.track, noder.id as goal, noder.kind, noder.label, noder.text,
  noder.page, noder.responsible, noder.target, noder.deadline, known.year as known_until,
  (select max(year) from "spårstatus" where "spårstatus".track = lineage.track) as last_status_year
from noder
join lineage on lineage.goal = noder.id
join known on known.organisation = noder.organisation and noder.deadline <= known.year
where not exists (
    select 1 from "spårstatus" as told where told.track = lineage.track and told.year >= noder.deadline)
  and not exists (
    select 1 from link where link.old_goal = noder.id
    and (link.kind in ('kept', 'split', 'merged') or (link.kind = 'removed' and link.closing is not null)))
  and not exists (select 1 from version where version.document = noder.document and role in ('återgivning', 'förslag'));
"""


def _bound(strength: str) -> str:
    """The goals whose wording binds more, or less, than before."""
    return f"""select noder.organisation, link.old_document, link.new_document, old.title as old_title, noder.title,
  lineage.track, link.old_goal, link.new_goal, noder.kind, noder.label, old_goal.text as old_text, noder.text, noder.page,
  link.review
from change
join link on link.id = change.link
join noder on noder.id = link.new_goal
join goal as old_goal on old_goal.id = link.old_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal
where change.field = 'strength' and change.new = '{strength}';
"""


_BINDING = f"""
create view "försvagade" as  -- Goals and commitments whose wording binds less than in the version before
{_bound("försvagad")}create view "skärpta" as  -- Goals and commitments whose wording binds more than in the version before
{_bound("skärpt")}"""

_COPIES = """
create view kopierade as  -- Goals and tasks of more than five words that several organisations have word by word
with copied (folded, organisations, first_year) as (
  select goal.folded, count(distinct organisation), min(period_from) from goal join document on document.id = goal.document
  where goal.kind in ('mål', 'delmål', 'uppdrag') and organisation is not null
  and length(goal.folded) - length(replace(goal.folded, ' ', '')) >= 5
  group by goal.folded having count(distinct organisation) > 1
)
select copied.folded, noder.organisation, noder.document, noder.title, noder.id as goal, noder.kind, noder.label, noder.text,
  noder.page, noder.period_from, organisations, first_year, noder.period_from is first_year as earliest
from copied join noder on noder.folded = copied.folded and noder.kind in ('mål', 'delmål', 'uppdrag');
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

FINDINGS = _LIVES + _VANISHED + _TARGETS + _BINDING + _COPIES
VIEWS = _NODES + _INDICATORS + _STATUSES + _CHANGES + FINDINGS + _MANDATES + _COVERAGE
