-- How long GS1 Company Prefixes are, which no number says: only to write EPC URNs. Seen ones follow from `event`.
create table company_prefix (
  prefix   text collate "C" not null,         -- digits
  source   text collate "C" not null,         -- registered, imported, seen
  length   integer not null,                  -- of the company prefix that begins so
  noted_at bigint not null,
  primary key (prefix, source)
);
