CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
insert into _sqlite_migrations ("id", "migration_set", "name", "applied_at") values
  (1, 'malspar', 'm001_first', '2026-11-28 01:13:45.338436+00:00'),
  (2, 'malspar', 'm002_order', '2026-11-28 01:13:45.348572+00:00'),
  (3, 'malspar', 'm003_goalposts', '2026-11-28 01:13:45.356025+00:00'),
  (4, 'malspar', 'm004_views', '2026-11-28 01:13:45.359128+00:00'),
  (5, 'malspar', 'm005_search', '2026-11-28 01:13:45.360595+00:00'),
  (6, 'malspar', 'm006_captures', '2026-11-28 01:13:45.361014+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE document (  -- One document that was read
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
insert into document ("id", "organisation", "organisation_code", "organisation_type", "issuer", "part", "edition", "kind", "title", "period_from", "period_to", "report_as_of", "occasion", "decision_body", "decision_date", "decision_paragraph", "decision_dnr", "adoption", "updated", "source_ref", "source_sha256", "source_media_type", "source_pages", "reader", "sort_key", "folded", "json") values
  ('023e33504ab9', 'Tallviks kommun', '9999', 'kommun', NULL, 'Mål 1', NULL, 'målprogram', 'Målprogram', 2019, 2022, NULL, NULL, 'Kommunfullmäktige', '2018-11-24', '§ 9', 'KS 7', 'antagen', NULL, 'planer/2019.pdf', '023e33504ab909cf87a6f4e4e545090e40bdc0a2153e5b68b19f7fad2b737904', 'text/plain', NULL, 'malspar test', 'tallviks kommun		m{l 00000001	m{lprogram', 'tallviks kommun', packed('{"id":"023e33504ab9","document":{"organisation":"Tallviks kommun","organisation_code":"9999","organisation_type":"kommun","issuer":null,"part":"Mål 1","edition":null,"kind":"målprogram","title":"Målprogram","period":{"from":2019,"to":2022},"report_as_of":null,"occasion":null,"decision":{"body":"Kommunfullmäktige","date":"2018-11-24","paragraph":"§ 9","dnr":"KS 7"},"adoption":"antagen","updated":null,"at":{}},"source":{"ref":"planer/2019.pdf","sha256":"023e33504ab909cf87a6f4e4e545090e40bdc0a2153e5b68b19f7fad2b737904","media_type":"text/plain","pages":null,"reader":"malspar test"},"goals":[{"id":"023e33504ab9-00000000","kind":"målområde","term":null,"label":null,"text":"Trygga barn","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[{"id":"023e33504ab9-00000001","kind":"mål","term":null,"label":null,"text":"Alla barn ska kunna simma","page":2,"year":null,"description":{"text":"Öppna fält och grunda vikar.","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]},{"id":"023e33504ab9-00000002","kind":"uppdrag","term":null,"label":"1.1","text":"Bygg en bro över ån","page":null,"year":null,"description":null,"decided_by":{"raw":"KF","level":"KF","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"responsible":[{"raw":"KS","body":"Kommunstyrelsen","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},{"raw":"Hamnbolaget","body":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"status":null,"other_statuses":[],"comment":null,"values":[],"target":{"raw":"senast 2021","deadline":2021,"number":null,"unit":null,"direction":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}]},{"id":"023e33504ab9-00000003","kind":"skrivning","term":null,"label":null,"text":"Vi värnar ån.","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}],"relations":[{"from":"023e33504ab9-00000002","to":"023e33504ab9-00000001","kind":"bidrar till","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"scales":[],"milestones":[{"date":"2019-05","text":"Rapport om våren","body":"KS","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"levels":[{"term":"Målområde","kind":"målområde","decided_by":"KF","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"stated_totals":[{"text":"två mål","count":2,"of":null,"what":"mål","found":1,"agrees":false,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"empty_sections":["Ekonomi"],"notes":[{"code":"total","message":"two were promised, one was found","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"blocks":[{"id":0,"text":"Tallviks kommun","role":"text","page":null,"depth":null,"marker":null,"region":[],"size":0.0,"bold":false,"italic":false,"colour":null,"lines":[[1,0,15,90.0,101.0,[72.0,100.0,104.0,180.5]]],"icons":[],"tints":[],"cell":null},{"id":1,"text":"Kultur- och fritidsnämnden är den tidigare fritidsnämnden.","role":"text","page":null,"depth":null,"marker":null,"region":[],"size":0.0,"bold":false,"italic":false,"colour":null,"lines":[],"icons":[],"tints":[],"cell":null}]}')),
  ('d398b29d3dbb', 'Tallviks kommun', '9999', 'kommun', NULL, 'Mål 1', NULL, 'målprogram', 'Målprogram', 2023, 2026, NULL, NULL, 'Kommunfullmäktige', '2022-11-24', '§ 9', 'KS 7', 'antagen', NULL, 'planer/2023.pdf', 'd398b29d3dbbb9bf201d4c7e1c19ff9d43c15fd45a0cec46fbe9885ec3f6e97f', 'text/plain', NULL, 'malspar test', 'tallviks kommun		m{l 00000001	m{lprogram', 'tallviks kommun', packed('{"id":"d398b29d3dbb","document":{"organisation":"Tallviks kommun","organisation_code":"9999","organisation_type":"kommun","issuer":null,"part":"Mål 1","edition":null,"kind":"målprogram","title":"Målprogram","period":{"from":2023,"to":2026},"report_as_of":null,"occasion":null,"decision":{"body":"Kommunfullmäktige","date":"2022-11-24","paragraph":"§ 9","dnr":"KS 7"},"adoption":"antagen","updated":null,"at":{}},"source":{"ref":"planer/2023.pdf","sha256":"d398b29d3dbbb9bf201d4c7e1c19ff9d43c15fd45a0cec46fbe9885ec3f6e97f","media_type":"text/plain","pages":null,"reader":"malspar test"},"goals":[{"id":"d398b29d3dbb-00000000","kind":"målområde","term":null,"label":null,"text":"Trygga barn","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[{"id":"d398b29d3dbb-00000001","kind":"mål","term":null,"label":null,"text":"Alla barn ska kunna simma","page":2,"year":null,"description":{"text":"Öppna fält och grunda vikar.","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]},{"id":"d398b29d3dbb-00000002","kind":"uppdrag","term":null,"label":"1.1","text":"Bygg en bro över ån","page":null,"year":null,"description":null,"decided_by":{"raw":"KF","level":"KF","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"responsible":[{"raw":"KS","body":"Kommunstyrelsen","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},{"raw":"Hamnbolaget","body":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"status":null,"other_statuses":[],"comment":null,"values":[],"target":{"raw":"senast 2025","deadline":2025,"number":null,"unit":null,"direction":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}]},{"id":"d398b29d3dbb-00000003","kind":"skrivning","term":null,"label":null,"text":"Vi värnar ån.","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}],"relations":[{"from":"d398b29d3dbb-00000002","to":"d398b29d3dbb-00000001","kind":"bidrar till","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"scales":[],"milestones":[{"date":"2023-05","text":"Rapport om våren","body":"KS","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"levels":[{"term":"Målområde","kind":"målområde","decided_by":"KF","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"stated_totals":[{"text":"två mål","count":2,"of":null,"what":"mål","found":1,"agrees":false,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"empty_sections":["Ekonomi"],"notes":[{"code":"total","message":"two were promised, one was found","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"blocks":[{"id":0,"text":"Tallviks kommun","role":"text","page":null,"depth":null,"marker":null,"region":[],"size":0.0,"bold":false,"italic":false,"colour":null,"lines":[[1,0,15,90.0,101.0,[72.0,100.0,104.0,180.5]]],"icons":[],"tints":[],"cell":null},{"id":1,"text":"Kultur- och fritidsnämnden är den tidigare fritidsnämnden.","role":"text","page":null,"depth":null,"marker":null,"region":[],"size":0.0,"bold":false,"italic":false,"colour":null,"lines":[],"icons":[],"tints":[],"cell":null}]}')),
  ('7de91d62207d', 'Tallviks kommun', NULL, NULL, NULL, 'Mål 1', NULL, 'uppföljning', 'Uppföljning', 2023, 2023, '2023-12-31', 'helår', NULL, NULL, NULL, NULL, 'okänd', NULL, 'uppföljningar/2023.pdf', '7de91d62207d9fd48c78ae46c4f61ab12e9824d5c6e6aede435aa6fd6468ffba', 'text/plain', NULL, 'malspar test', 'tallviks kommun		m{l 00000001	uppf}ljning', 'tallviks kommun', packed('{"id":"7de91d62207d","document":{"organisation":"Tallviks kommun","organisation_code":null,"organisation_type":null,"issuer":null,"part":"Mål 1","edition":null,"kind":"uppföljning","title":"Uppföljning","period":{"from":2023,"to":2023},"report_as_of":"2023-12-31","occasion":"helår","decision":null,"adoption":"okänd","updated":null,"at":{}},"source":{"ref":"uppföljningar/2023.pdf","sha256":"7de91d62207d9fd48c78ae46c4f61ab12e9824d5c6e6aede435aa6fd6468ffba","media_type":"text/plain","pages":null,"reader":"malspar test"},"goals":[{"id":"7de91d62207d-00000000","kind":"mål","term":null,"label":null,"text":"Alla barn ska kunna simma","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":{"raw":"Röd","signal":"röd","meaning":"ej uppfyllt","dimension":null,"year":null,"scale":null,"evidence":"word","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"other_statuses":[{"raw":"↗","signal":null,"meaning":null,"dimension":"trend","year":null,"scale":null,"evidence":"word","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"comment":{"text":"Färre än väntat når målet.","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[{"id":"7de91d62207d-00000001","kind":"indikator","term":null,"label":null,"text":"Andel som kan simma","page":null,"year":null,"description":null,"decided_by":null,"responsible":[],"status":null,"other_statuses":[],"comment":null,"values":[{"raw":"93 %","kind":"utfall","year":2023,"number":93.0,"unit":"%","comparator":null,"group":"flickor","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}]},{"id":"7de91d62207d-00000002","kind":"uppdrag","term":null,"label":null,"text":"Bygg en bro över ån","page":null,"year":null,"description":null,"decided_by":null,"responsible":[{"raw":"KFN","body":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"status":{"raw":"Klart","signal":"grön","meaning":"genomfört","dimension":"genomförande","year":2023,"scale":"s1","evidence":"word","at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}},"other_statuses":[],"comment":null,"values":[],"target":null,"modality":null,"actor":null,"geh":null,"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9},"children":[]}],"relations":[],"scales":[{"id":"s1","dimension":"genomförande","steps":[{"raw":"Klart","signal":"grön","meaning":"genomfört","order":1},{"raw":"Röd","signal":"röd","meaning":null,"order":2}],"at":{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}}],"milestones":[],"levels":[],"stated_totals":[],"empty_sections":[],"notes":[],"blocks":[{"id":0,"text":"Tallviks kommun","role":"text","page":null,"depth":null,"marker":null,"region":[],"size":0.0,"bold":false,"italic":false,"colour":null,"lines":[[1,0,15,90.0,101.0,[72.0,100.0,104.0,180.5]]],"icons":[],"tints":[],"cell":null}]}'));
CREATE INDEX document_organisation on document (organisation, kind, period_from);
CREATE TABLE goal (  -- One node of a document's goal tree
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
insert into goal ("id", "number", "document", "parent", "position", "kind", "term", "label", "text", "description", "page", "year", "modality", "actor", "geh", "rule", "confidence", "boxes", "sort_key", "folded") values
  ('023e33504ab9-00000000', 1, '023e33504ab9', NULL, 0, 'målområde', NULL, NULL, 'Trygga barn', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'trygga barn', 'trygga barn'),
  ('023e33504ab9-00000001', 2, '023e33504ab9', '023e33504ab9-00000000', 1, 'mål', NULL, NULL, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', 2, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'alla barn ska kunna simma', 'alla barn ska kunna simma'),
  ('023e33504ab9-00000002', 3, '023e33504ab9', '023e33504ab9-00000000', 2, 'uppdrag', NULL, '1.1', 'Bygg en bro över ån', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'bygg en bro }ver {n', 'bygg en bro över ån'),
  ('023e33504ab9-00000003', 4, '023e33504ab9', NULL, 3, 'skrivning', NULL, NULL, 'Vi värnar ån.', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'vi v|rnar {n', 'vi värnar ån'),
  ('d398b29d3dbb-00000000', 5, 'd398b29d3dbb', NULL, 0, 'målområde', NULL, NULL, 'Trygga barn', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'trygga barn', 'trygga barn'),
  ('d398b29d3dbb-00000001', 6, 'd398b29d3dbb', 'd398b29d3dbb-00000000', 1, 'mål', NULL, NULL, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', 2, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'alla barn ska kunna simma', 'alla barn ska kunna simma'),
  ('d398b29d3dbb-00000002', 7, 'd398b29d3dbb', 'd398b29d3dbb-00000000', 2, 'uppdrag', NULL, '1.1', 'Bygg en bro över ån', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'bygg en bro }ver {n', 'bygg en bro över ån'),
  ('d398b29d3dbb-00000003', 8, 'd398b29d3dbb', NULL, 3, 'skrivning', NULL, NULL, 'Vi värnar ån.', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'vi v|rnar {n', 'vi värnar ån'),
  ('7de91d62207d-00000000', 9, '7de91d62207d', NULL, 0, 'mål', NULL, NULL, 'Alla barn ska kunna simma', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'alla barn ska kunna simma', 'alla barn ska kunna simma'),
  ('7de91d62207d-00000001', 10, '7de91d62207d', '7de91d62207d-00000000', 1, 'indikator', NULL, NULL, 'Andel som kan simma', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'andel som kan simma', 'andel som kan simma'),
  ('7de91d62207d-00000002', 11, '7de91d62207d', NULL, 2, 'uppdrag', NULL, NULL, 'Bygg en bro över ån', NULL, NULL, NULL, NULL, NULL, NULL, 'made/rule', 0.9, '[{"page": 1, "x0": 72.0, "top": 90.0, "x1": 180.5, "bottom": 101.0}]', 'bygg en bro }ver {n', 'bygg en bro över ån');
CREATE INDEX goal_document on goal (document, position);
CREATE INDEX goal_parent on goal (parent);
CREATE INDEX goal_kind on goal (kind, document);
CREATE INDEX goal_sort_key on goal (sort_key);
CREATE TABLE scale (  -- A status scale that a document explains
  document text not null references document (id) on delete cascade,  -- the document
  id text not null,  -- its name within the document
  dimension text,  -- genomförande, måluppfyllelse, trend or prognos
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, id)
);
insert into scale ("document", "id", "dimension", "at") values
  ('7de91d62207d', 's1', 'genomförande', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE scale_step (  -- One step of a scale
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
insert into scale_step ("document", "scale", "position", "raw", "signal", "meaning", "order") values
  ('7de91d62207d', 's1', 0, 'Klart', 'grön', 'genomfört', 1),
  ('7de91d62207d', 's1', 1, 'Röd', 'röd', NULL, 2);
CREATE TABLE status (  -- How a goal went
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
insert into status ("goal", "position", "document", "raw", "signal", "meaning", "dimension", "year", "scale", "evidence", "at") values
  ('7de91d62207d-00000000', 0, '7de91d62207d', 'Röd', 'röd', 'ej uppfyllt', NULL, NULL, NULL, 'word', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('7de91d62207d-00000000', 1, '7de91d62207d', '↗', NULL, NULL, 'trend', NULL, NULL, 'word', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('7de91d62207d-00000002', 0, '7de91d62207d', 'Klart', 'grön', 'genomfört', 'genomförande', 2023, 's1', 'word', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE INDEX status_scale on status (document, scale);
CREATE INDEX status_meaning on status (meaning);
CREATE INDEX status_signal on status (signal);
CREATE TABLE value (  -- A figure of an indicator or goal
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
insert into value ("goal", "position", "raw", "kind", "year", "number", "unit", "comparator", "group", "at") values
  ('7de91d62207d-00000001', 0, '93 %', 'utfall', 2023, 93.0, '%', NULL, 'flickor', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE decided_by (  -- The body that decided on a goal
  goal text primary key references goal (id) on delete cascade,  -- the goal
  raw text not null,  -- as printed
  level text,  -- KF, RF, KS, RS, nämnd, bolag or förvaltning
  folded text not null,  -- raw in lower case without punctuation
  at text not null  -- JSON: place, rule and confidence
);
insert into decided_by ("goal", "raw", "level", "folded", "at") values
  ('023e33504ab9-00000002', 'KF', 'KF', 'kf', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb-00000002', 'KF', 'KF', 'kf', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE comment (  -- What a document reports on a goal
  goal text primary key references goal (id) on delete cascade,  -- the goal
  text text not null,  -- the prose
  at text not null  -- JSON: place, rule and confidence
);
insert into comment ("goal", "text", "at") values
  ('7de91d62207d-00000000', 'Färre än väntat når målet.', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE target (  -- What a goal sets as its mark
  goal text primary key references goal (id) on delete cascade,  -- the goal
  raw text not null,  -- as printed
  deadline integer,  -- year
  number real,  -- quantity
  unit text,  -- its unit
  direction text,  -- up or down, as the document says it
  at text not null  -- JSON: place, rule and confidence
);
insert into target ("goal", "raw", "deadline", "number", "unit", "direction", "at") values
  ('023e33504ab9-00000002', 'senast 2021', 2021, NULL, NULL, NULL, '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb-00000002', 'senast 2025', 2025, NULL, NULL, NULL, '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE relation (  -- A tie between two goals that is no parenthood
  document text not null references document (id) on delete cascade,  -- the document that says so
  position integer not null,  -- place among the document's relations
  from_goal text not null references goal (id) on delete cascade,  -- the one goal
  to_goal text not null references goal (id) on delete cascade,  -- the other
  kind text not null,  -- bidrar till …
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
insert into relation ("document", "position", "from_goal", "to_goal", "kind", "at") values
  ('023e33504ab9', 0, '023e33504ab9-00000002', '023e33504ab9-00000001', 'bidrar till', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb', 0, 'd398b29d3dbb-00000002', 'd398b29d3dbb-00000001', 'bidrar till', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE INDEX relation_from on relation (from_goal);
CREATE INDEX relation_to on relation (to_goal);
CREATE TABLE milestone (  -- A dated step of a process
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's milestones
  date text not null,  -- as precise as printed
  text text not null,  -- what happens
  body text,  -- who acts
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
insert into milestone ("document", "position", "date", "text", "body", "at") values
  ('023e33504ab9', 0, '2019-05', 'Rapport om våren', 'KS', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb', 0, '2023-05', 'Rapport om våren', 'KS', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE level (  -- A level of the steering chain that a document explains
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- from the top
  term text not null,  -- the document's word for it
  kind text not null,  -- the kind of node that it is
  decided_by text,  -- who decides on it
  at text not null,  -- JSON: place, rule and confidence
  primary key (document, position)
);
insert into level ("document", "position", "term", "kind", "decided_by", "at") values
  ('023e33504ab9', 0, 'Målområde', 'målområde', 'KF', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb', 0, 'Målområde', 'målområde', 'KF', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE stated_total (  -- A count that a document states about itself
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
insert into stated_total ("document", "position", "text", "count", "of", "what", "found", "agrees", "at") values
  ('023e33504ab9', 0, 'två mål', 2, NULL, 'mål', 1, 0, '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb', 0, 'två mål', 2, NULL, 'mål', 1, 0, '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE empty_section (  -- A heading whose contents are missing
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's empty sections
  heading text not null,  -- the heading
  primary key (document, position)
);
insert into empty_section ("document", "position", "heading") values
  ('023e33504ab9', 0, 'Ekonomi'),
  ('d398b29d3dbb', 0, 'Ekonomi');
CREATE TABLE note (  -- A doubt, a repair, a promise that a document does not keep
  document text not null references document (id) on delete cascade,  -- the document
  position integer not null,  -- place among the document's notes
  code text not null,  -- its kind
  message text not null,  -- in words
  at text,  -- JSON: place, rule and confidence
  primary key (document, position)
);
insert into note ("document", "position", "code", "message", "at") values
  ('023e33504ab9', 0, 'total', 'two were promised, one was found', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb', 0, 'total', 'two were promised, one was found', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE TABLE body (  -- A council, board, committee, company or office
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
insert into body ("id", "organisation", "name", "abbreviation", "level", "valid_from", "valid_to", "told_by", "sort_key", "folded") values
  (1, 'Tallviks kommun', 'Kommunstyrelsen', NULL, NULL, NULL, NULL, 'dokument', 'kommunstyrelsen', 'kommunstyrelsen'),
  (2, 'Tallviks kommun', 'Fritidsnämnden', NULL, NULL, NULL, NULL, 'dokument', 'fritidsn|mnden', 'fritidsnämnden'),
  (3, 'Tallviks kommun', 'Kultur- och fritidsnämnden', NULL, NULL, NULL, NULL, 'dokument', 'kultur och fritidsn|mnden', 'kultur och fritidsnämnden'),
  (4, 'Tallviks kommun', 'Tallviks Hamn AB', 'THAB', 'bolag', 2001, NULL, 'import', 'tallviks hamn ab', 'tallviks hamn ab');
CREATE INDEX body_folded on body (folded);
CREATE TABLE body_alias (  -- Another way to write a body's name
  body integer not null references body (id) on delete cascade,  -- the body
  alias text not null,  -- the other name, as printed
  folded text not null,  -- in lower case without punctuation
  document text references document (id) on delete cascade,  -- the document that says so, null for what a user gave
  unique (body, folded, document)
);
insert into body_alias ("body", "alias", "folded", "document") values
  (1, 'KS', 'ks', '023e33504ab9'),
  (1, 'KS', 'ks', 'd398b29d3dbb'),
  (4, 'Hamnbolaget', 'hamnbolaget', NULL);
CREATE INDEX body_alias_folded on body_alias (folded);
CREATE INDEX body_alias_document on body_alias (document);
CREATE TABLE responsible (  -- A body that a goal is given to
  goal text not null references goal (id) on delete cascade,  -- the goal
  position integer not null,  -- place among the goal's bodies
  raw text not null,  -- as printed
  body integer references body (id),  -- the body, where the document gives its full name
  folded text not null,  -- raw in lower case without punctuation
  at text not null,  -- JSON: place, rule and confidence
  primary key (goal, position)
);
insert into responsible ("goal", "position", "raw", "body", "folded", "at") values
  ('023e33504ab9-00000002', 0, 'KS', 1, 'ks', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('023e33504ab9-00000002', 1, 'Hamnbolaget', NULL, 'hamnbolaget', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb-00000002', 0, 'KS', 1, 'ks', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('d398b29d3dbb-00000002', 1, 'Hamnbolaget', NULL, 'hamnbolaget', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}'),
  ('7de91d62207d-00000002', 0, 'KFN', NULL, 'kfn', '{"spans":[{"block":0,"start":0,"end":5}],"boxes":[{"page":1,"x0":72.0,"top":90.0,"x1":180.5,"bottom":101.0}],"rule":"made/rule","confidence":0.9}');
CREATE INDEX responsible_body on responsible (body);
CREATE INDEX responsible_folded on responsible (folded);
CREATE TABLE failure (  -- A reference that could not be read
  reference text primary key,  -- path or address
  time text not null,  -- when it was last tried, UTC
  exit_code integer not null,  -- what kind of trouble, as the program's exit codes tell
  reason text not null,  -- in words
  organisation text,  -- the organisation that the user said it belongs to
  period_from integer,  -- first year that the user said it is for
  period_to integer  -- last year
);
insert into failure ("reference", "time", "exit_code", "reason", "organisation", "period_from", "period_to") values
  ('papper/1998.pdf', '2026-01-02T03:04:05Z', 5, 'no text layer', 'Tallviks kommun', 1998, 1998);
CREATE TABLE lineage (  -- The track that a goal belongs to through all versions
  goal text primary key references goal (id) on delete cascade,  -- the goal
  track text not null  -- the track: the id of its first goal
);
insert into lineage ("goal", "track") values
  ('023e33504ab9-00000000', '023e33504ab9-00000000'),
  ('023e33504ab9-00000001', '023e33504ab9-00000001'),
  ('023e33504ab9-00000002', '023e33504ab9-00000002'),
  ('023e33504ab9-00000003', '023e33504ab9-00000003'),
  ('d398b29d3dbb-00000000', '023e33504ab9-00000000'),
  ('d398b29d3dbb-00000001', '023e33504ab9-00000001'),
  ('d398b29d3dbb-00000002', '023e33504ab9-00000002'),
  ('d398b29d3dbb-00000003', '023e33504ab9-00000003'),
  ('7de91d62207d-00000000', '023e33504ab9-00000001'),
  ('7de91d62207d-00000001', '7de91d62207d-00000001'),
  ('7de91d62207d-00000002', '023e33504ab9-00000002');
CREATE INDEX lineage_track on lineage (track);
CREATE TABLE correction (  -- What a person corrected; kept when a document is read anew or removed
  id integer primary key,  -- number
  goal text not null,  -- the goal; no foreign key, so that it outlives the goal's row
  field text not null,  -- the field
  value text,  -- the right value
  reason text,  -- why
  time text not null  -- when, UTC
);
insert into correction ("id", "goal", "field", "value", "reason", "time") values
  (1, '023e33504ab9-00000000', 'label', '1 b', 'struken på sidan', '2026-01-02T03:04:05Z');
CREATE INDEX correction_goal on correction (goal);
CREATE TABLE body_succession (  -- A body that was renamed, merged or split
  old_body integer not null references body (id) on delete cascade,  -- before
  new_body integer not null references body (id) on delete cascade,  -- after
  year integer,  -- when
  kind text not null,  -- renamed, merged or split
  told_by text not null default 'dokument',  -- dokument, or import
  document text references document (id) on delete cascade,  -- the document that says so, null for what a user gave
  unique (old_body, new_body, document)
);
insert into body_succession ("old_body", "new_body", "year", "kind", "told_by", "document") values
  (2, 3, NULL, 'renamed', 'dokument', '023e33504ab9'),
  (2, 3, NULL, 'renamed', 'dokument', 'd398b29d3dbb'),
  (4, 1, 2019, 'merged', 'import', NULL);
CREATE INDEX body_succession_new on body_succession (new_body);
CREATE INDEX body_succession_document on body_succession (document);
CREATE TABLE version (  -- Where a document stands among the editions of its series
  document text primary key references document (id) on delete cascade,  -- the document
  series text,  -- the id of the first version of its series, null where it is not placed
  position integer,  -- place in the series, from 0
  role text not null,  -- version, återgivning (of a version), förslag (that the version has taken the place of) or oplacerad
  of_document text references document (id) on delete cascade,  -- the version that it renders or was a draft of
  reason text  -- what is not known of a document that is not placed: organisation, period or mål
);
insert into version ("document", "series", "position", "role", "of_document", "reason") values
  ('023e33504ab9', '023e33504ab9', 0, 'version', NULL, NULL),
  ('7de91d62207d', '7de91d62207d', 0, 'version', NULL, NULL),
  ('d398b29d3dbb', '023e33504ab9', 1, 'version', NULL, NULL);
CREATE INDEX version_series on version (series, position);
CREATE INDEX version_of on version (of_document);
CREATE TABLE succession (  -- Which document follows which, and which plan a follow-up reports on
  old_document text not null references document (id) on delete cascade,  -- the earlier, or the plan
  new_document text not null references document (id) on delete cascade,  -- the later, or the follow-up
  told_by text not null,  -- period, datum, nämnd or uppföljning for the rule, användare for what a user said
  mode text not null,  -- versions, or follow-up for a plan and what reports on it
  compared integer not null default 0,  -- 1 when the links are made
  notes text not null default '[]',  -- JSON: notes of the comparison, such as a changed scale
  primary key (old_document, new_document)
);
insert into succession ("old_document", "new_document", "told_by", "mode", "compared", "notes") values
  ('023e33504ab9', 'd398b29d3dbb', 'användare', 'versions', 1, '[]'),
  ('d398b29d3dbb', '7de91d62207d', 'uppföljning', 'follow-up', 1, '[]');
CREATE INDEX succession_new on succession (new_document);
CREATE TABLE succession_told (  -- What a user said of the order; kept when a document is read anew or removed
  id integer primary key,  -- order in which it was said
  old_document text unique,  -- the earlier; null where the later begins a series. No foreign key, so that it outlives its row
  new_document text not null unique,  -- the later
  time text not null  -- when, UTC
);
insert into succession_told ("id", "old_document", "new_document", "time") values
  (1, '023e33504ab9', 'd398b29d3dbb', '2026-01-02T03:04:05Z');
CREATE TABLE stale (  -- What is to be brought up to date; empty when all is
  organisation text not null,  -- the organisation whose order of documents is to be told anew, '' for the unknown one
  document text not null,  -- '', or the document whose lineage is to be told anew; then organisation is ''
  mark text not null,  -- random, so that what is marked again meanwhile is not taken for done
  primary key (organisation, document)
);
CREATE TABLE link (  -- What became of a goal in the next version or in a follow-up; one side is null where nothing stands there
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
insert into link ("id", "old_document", "new_document", "old_goal", "new_goal", "kind", "bundle", "wording", "score", "review", "evidence", "candidates", "closing", "closing_at", "over") values
  (1, 'd398b29d3dbb', '7de91d62207d', 'd398b29d3dbb-00000001', '7de91d62207d-00000000', 'reported', 0, NULL, 1.0, 0, '["pair/same-words"]', '[]', NULL, NULL, 0),
  (2, 'd398b29d3dbb', '7de91d62207d', 'd398b29d3dbb-00000002', '7de91d62207d-00000002', 'reported', 1, NULL, 1.0, 0, '["pair/same-words"]', '[]', NULL, NULL, 0),
  (3, 'd398b29d3dbb', '7de91d62207d', 'd398b29d3dbb-00000000', NULL, 'unreported', 2, NULL, NULL, 0, '[]', '[]', NULL, NULL, 0),
  (4, 'd398b29d3dbb', '7de91d62207d', 'd398b29d3dbb-00000003', NULL, 'unreported', 3, NULL, NULL, 0, '[]', '[]', NULL, NULL, 0),
  (5, '023e33504ab9', 'd398b29d3dbb', '023e33504ab9-00000000', 'd398b29d3dbb-00000000', 'kept', 0, 'oförändrad', 1.0, 0, '["pair/same-words", "pair/children"]', '[]', NULL, NULL, 0),
  (6, '023e33504ab9', 'd398b29d3dbb', '023e33504ab9-00000001', 'd398b29d3dbb-00000001', 'kept', 1, 'oförändrad', 1.0, 0, '["pair/same-words", "pair/description"]', '[]', NULL, NULL, 0),
  (7, '023e33504ab9', 'd398b29d3dbb', '023e33504ab9-00000002', 'd398b29d3dbb-00000002', 'kept', 2, 'oförändrad', 1.0, 0, '["pair/same-words"]', '[]', NULL, NULL, 0),
  (8, '023e33504ab9', 'd398b29d3dbb', '023e33504ab9-00000003', 'd398b29d3dbb-00000003', 'kept', 3, 'oförändrad', 1.0, 0, '["pair/same-words"]', '[]', NULL, NULL, 0);
CREATE INDEX link_old on link (old_goal);
CREATE INDEX link_new on link (new_goal);
CREATE INDEX link_documents on link (old_document, new_document);
CREATE INDEX link_new_document on link (new_document);
CREATE TABLE change (  -- What differs between two versions of a goal
  link integer not null references link (id) on delete cascade,  -- the goal in two versions
  field text not null,  -- text, label, parent, status, responsible, responsible_change, target or strength
  old text,  -- before
  new text,  -- after; of responsible_change byte or omorganisation, of strength skärpt or försvagad
  primary key (link, field)
);
insert into change ("link", "field", "old", "new") values
  (1, 'status', NULL, 'Röd'),
  (2, 'status', NULL, 'Klart'),
  (7, 'target', '2021', '2025');
CREATE INDEX change_field on change (field);
CREATE TABLE goalpost (  -- A target that was moved from one version to the next
  link integer primary key references link (id) on delete cascade,  -- the goal in two versions
  effect text not null,  -- senare, tidigare, högre, lägre, struken, ny or ändrad
  eased integer  -- 1 where it is easier to reach now, 0 where it is harder, null where the words do not tell
);
insert into goalpost ("link", "effect", "eased") values
  (7, 'senare', 1);
CREATE VIRTUAL TABLE goal_fts using fts5 (
  text, description, comment, tokenize = "unicode61 remove_diacritics 0", content = noder, content_rowid = number
);
insert into goal_fts ("rowid", "text", "description", "comment") values
  (1, 'Trygga barn', NULL, NULL),
  (2, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', NULL),
  (3, 'Bygg en bro över ån', NULL, NULL),
  (4, 'Vi värnar ån.', NULL, NULL),
  (5, 'Trygga barn', NULL, NULL),
  (6, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', NULL),
  (7, 'Bygg en bro över ån', NULL, NULL),
  (8, 'Vi värnar ån.', NULL, NULL),
  (9, 'Alla barn ska kunna simma', NULL, 'Färre än väntat når målet.'),
  (10, 'Andel som kan simma', NULL, NULL),
  (11, 'Bygg en bro över ån', NULL, NULL);
CREATE VIRTUAL TABLE goal_fts_folded using fts5 (
  text, description, comment, tokenize = "unicode61 remove_diacritics 2", content = noder, content_rowid = number
);
insert into goal_fts_folded ("rowid", "text", "description", "comment") values
  (1, 'Trygga barn', NULL, NULL),
  (2, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', NULL),
  (3, 'Bygg en bro över ån', NULL, NULL),
  (4, 'Vi värnar ån.', NULL, NULL),
  (5, 'Trygga barn', NULL, NULL),
  (6, 'Alla barn ska kunna simma', 'Öppna fält och grunda vikar.', NULL),
  (7, 'Bygg en bro över ån', NULL, NULL),
  (8, 'Vi värnar ån.', NULL, NULL),
  (9, 'Alla barn ska kunna simma', NULL, 'Färre än väntat når målet.'),
  (10, 'Andel som kan simma', NULL, NULL),
  (11, 'Bygg en bro över ån', NULL, NULL);
CREATE TRIGGER goal_leaves_search before delete on goal begin
  insert into goal_fts (goal_fts, rowid, text, description, comment)
    select 'delete', old.number, old.text, old.description, (select text from comment where goal = old.id);
  insert into goal_fts_folded (goal_fts_folded, rowid, text, description, comment)
    select 'delete', old.number, old.text, old.description, (select text from comment where goal = old.id);
end;
CREATE TABLE capture (  -- An address that was fetched: what came, from where, and when
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
CREATE INDEX capture_address on capture (address, id);
CREATE INDEX capture_sha256 on capture (sha256);
CREATE INDEX capture_document on capture (document);
CREATE VIEW noder as  -- Every node of every document, with its facts
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
CREATE VIEW "mål" as  -- Goals of the council, its nämnder and companies (kinds mål and delmål)
select * from noder where kind in ('mål', 'delmål');
CREATE VIEW uppdrag as  -- Tasks given to a body
select * from noder where kind = 'uppdrag';
CREATE VIEW skrivningar as  -- Binding sentences of running text
select * from noder where kind = 'skrivning';
CREATE VIEW indikatorer as  -- Indicators, each with its latest figures as printed and as numbers
select noder.*,
  (select raw from value where value.goal = noder.id and value.kind = 'utgångsvärde' order by year desc, "group" is not null, position limit 1) as baseline,
  (select raw from value where value.goal = noder.id and value.kind = 'målvärde' order by year desc, "group" is not null, position limit 1) as target_value,
  (select number from value where value.goal = noder.id and value.kind = 'målvärde' order by year desc, "group" is not null, position limit 1) as target_number,
  (select year from value where value.goal = noder.id and value.kind = 'målvärde' order by year desc, "group" is not null, position limit 1) as target_year,
  (select raw from value where value.goal = noder.id and value.kind = 'utfall' order by year desc, "group" is not null, position limit 1) as outcome,
  (select number from value where value.goal = noder.id and value.kind = 'utfall' order by year desc, "group" is not null, position limit 1) as outcome_number,
  (select year from value where value.goal = noder.id and value.kind = 'utfall' order by year desc, "group" is not null, position limit 1) as outcome_year,
  (select raw from value where value.goal = noder.id and value.kind = 'prognos' order by year desc, "group" is not null, position limit 1) as forecast
from noder where kind = 'indikator';
CREATE VIEW statusar as  -- Every status of every goal, with the comment that goes with it
select
  document.organisation, document.id as document, document.title, document.period_from, document.period_to, document.occasion,
  goal.id as goal, goal.kind, goal.label, goal.text, goal.page,
  status.position, status.raw, status.signal, status.meaning, status.dimension, status.year, status.scale, status.evidence,
  comment.text as comment
from status
join goal on goal.id = status.goal
join document on document.id = goal.document
left join comment on comment.goal = goal.id;
CREATE VIEW "ändringar" as  -- What became of each goal from one version to the next, one row for each field that changed
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
where link.kind not in ('reported', 'unreported') and not (link.kind in ('removed', 'added') and exists (
    select 1 from link as other where other.id != link.id and other.kind in ('kept', 'split', 'merged')
    and (other.old_goal = link.old_goal or other.new_goal = link.new_goal)));
CREATE VIEW "återrapportering" as  -- Each goal of a plan beside each follow-up of it: reported, with its status, or unreported
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
CREATE VIEW "spår" as  -- The life of each goal through all versions
select
  lineage.track, noder.id as goal, noder.organisation, noder.document, noder.title,
  noder.period_from, noder.period_to, noder.occasion, noder.kind, noder.label, noder.text, noder.responsible, noder.status
from lineage join noder on noder.id = lineage.goal;
CREATE VIEW "spårstatus" as  -- Each status of each goal by its track and year: red or not, unfinished or not
select
  lineage.track, goal.id as goal, goal.document, document.organisation,
  coalesce(status.year, document.period_to, cast(substr(document.report_as_of, 1, 4) as integer)) as year,
  case when document.occasion = 'T1' or substr(document.report_as_of, 6, 2) between '01' and '05' then 1
    when document.occasion in ('T2', 'delår') or substr(document.report_as_of, 6, 2) between '06' and '11' then 2
    else 3 end as occasion_order,
  document.occasion, status.raw, status.signal, status.meaning, status.dimension,
  coalesce(status.meaning, status.signal, status.raw) as status, case
  when status.dimension = 'trend' then null
  when status.meaning in ('ej genomfört', 'ej uppfyllt') then 1
  when status.meaning is null and status.signal is null then null
  else status.signal is 'röd' and coalesce(status.meaning, '') not in ('genomfört', 'uppfyllt') end as red, case
  when status.dimension = 'trend' then null
  when status.meaning in ('genomfört', 'uppfyllt', 'i hög grad uppfyllt', 'avbrutet') then 0
  when status.meaning in ('delvis genomfört', 'ej genomfört', 'pågår', 'ej påbörjat', 'delvis uppfyllt',
    'ej uppfyllt', 'enligt plan', 'försenat') then 1
  when status.signal in ('röd', 'gul', 'orange') then 1
  when status.signal in ('grön', 'ljusgrön', 'mörkgrön') then 0 end as unfinished
from status
join goal on goal.id = status.goal
join document on document.id = goal.document
join lineage on lineage.goal = goal.id
where status.position = 0;
CREATE VIEW "röda_år" as  -- Goals that were red at the last report of at least two years running, also under another body's name
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
CREATE VIEW "försvunna" as  -- Goals and tasks, red or unfinished, that are gone without a word from the next document
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
    select 1 from (select organisation, max(
    coalesce(
      case kind when 'uppföljning' then period_to - (coalesce(occasion, 'helår') != 'helår') else period_from - 2 end, 0),
    coalesce(substr(coalesce(decision_date, updated), 1, 4) - 1, 0)) as year from document) as known
    where known.organisation = document.organisation and known.year > document.period_to))
  or (link.id is not null and link.closing is null and not link.over and not exists (
    select 1 from link as other where other.id != link.id and other.kind in ('kept', 'split', 'merged')
    and (other.old_goal = link.old_goal or other.new_goal = link.new_goal))));
CREATE VIEW "återkomna" as  -- Goals that were gone for at least one version, and are back
select noder.organisation, lineage.track, link.old_goal, link.new_goal, noder.kind, old_goal.text as old_text, noder.text,
  link.old_document, link.new_document, old.title as old_title, noder.title,
  old.period_to as gone_after, noder.period_from as back_in
from link
join noder on noder.id = link.new_goal
join goal as old_goal on old_goal.id = link.old_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal
where link.kind = 'revived';
CREATE VIEW "målstolpar" as  -- Targets that were moved; eased is 1 where they are easier to reach now, 0 where harder, else null
select noder.organisation, link.old_document, link.new_document, old.title as old_title, noder.title, lineage.track,
  link.old_goal, link.new_goal, noder.kind, noder.label, noder.text, noder.page, change.old, change.new,
  goalpost.effect, goalpost.eased
from goalpost
join link on link.id = goalpost.link
join change on change.link = goalpost.link and change.field = 'target'
join noder on noder.id = link.new_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal;
CREATE VIEW "passerade_tidsgränser" as  -- Goals whose year is over, as later documents show, without a status from that year on
with known (organisation, year) as (select organisation, max(max(
    coalesce(
      case kind when 'uppföljning' then period_to - (coalesce(occasion, 'helår') != 'helår') else period_from - 2 end, 0),
    coalesce(substr(coalesce(decision_date, updated), 1, 4) - 1, 0))) from document group by organisation)
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
CREATE VIEW "försvagade" as  -- Goals and commitments whose wording binds less than in the version before
select noder.organisation, link.old_document, link.new_document, old.title as old_title, noder.title,
  lineage.track, link.old_goal, link.new_goal, noder.kind, noder.label, old_goal.text as old_text, noder.text, noder.page,
  link.review
from change
join link on link.id = change.link
join noder on noder.id = link.new_goal
join goal as old_goal on old_goal.id = link.old_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal
where change.field = 'strength' and change.new = 'försvagad';
CREATE VIEW "skärpta" as  -- Goals and commitments whose wording binds more than in the version before
select noder.organisation, link.old_document, link.new_document, old.title as old_title, noder.title,
  lineage.track, link.old_goal, link.new_goal, noder.kind, noder.label, old_goal.text as old_text, noder.text, noder.page,
  link.review
from change
join link on link.id = change.link
join noder on noder.id = link.new_goal
join goal as old_goal on old_goal.id = link.old_goal
join document as old on old.id = link.old_document
join lineage on lineage.goal = link.new_goal
where change.field = 'strength' and change.new = 'skärpt';
CREATE VIEW kopierade as  -- Goals and tasks of more than five words that several organisations have word by word
with copied (folded, organisations, first_year) as (
  select goal.folded, count(distinct organisation), min(period_from) from goal join document on document.id = goal.document
  where goal.kind in ('mål', 'delmål', 'uppdrag') and organisation is not null
  and length(goal.folded) - length(replace(goal.folded, ' ', '')) >= 5
  group by goal.folded having count(distinct organisation) > 1
)
select copied.folded, noder.organisation, noder.document, noder.title, noder.id as goal, noder.kind, noder.label, noder.text,
  noder.page, noder.period_from, organisations, first_year, noder.period_from is first_year as earliest
from copied join noder on noder.folded = copied.folded and noder.kind in ('mål', 'delmål', 'uppdrag');
CREATE VIEW mandat as  -- The mandate period of each document: by the date of its decision, else the one that it overlaps most
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
CREATE VIEW "täckning" as  -- For each organisation, year and kind of document: read, failed, absent, or without goals
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
CREATE VIEW mine as select id, text from goal where kind = 'mål';
