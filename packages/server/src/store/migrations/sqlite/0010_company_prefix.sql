-- How long GS1 Company Prefixes are, which no number says: only to write EPC URNs. Seen ones follow from `event`.
create table company_prefix (
  prefix   text not null,                     -- digits
  source   text not null,                     -- registered, imported, seen
  length   integer not null,                  -- of the company prefix that begins so
  noted_at integer not null,
  primary key (prefix, source)
) without rowid;
