-- Events that were let go: their places in the log stay taken. Trusted, and only ever added to: nothing else says it.
create table erased (
  position    bigint primary key,             -- in no row of `event` any more
  hash        bytea not null,                 -- CBV event hash (SHA-256): who has a copy can tell that it was this one
  event_time  bigint not null,
  record_time bigint not null,
  name        text collate "C" not null,      -- 64-bit hash of the name it was kept under
  rule        text collate "C" not null,      -- the rule that let it go
  erasure     bigint not null                 -- -> erasure
);

create index erased_by_name on erased (name);
create index erased_by_hash on erased (hash);

-- The steps in which events were let go, of a run each.
create table erasure (
  number      bigint generated always as identity primary key,
  run         text collate "C" not null,
  erased_at   bigint not null,
  person      text collate "C" not null,      -- as the operator gave it
  captor      integer not null,               -- -> captor: who proved to be allowed to
  rules       bigint not null,                -- -> retention_rules
  events      bigint not null
);

-- What erased events named, as 64-bit hashes: so that a trace knows where its record was cut. An event of those that did.
create table erased_thing (
  token       text collate "C" primary key,
  position    bigint not null                 -- -> erased
);

-- Retention rules as they were given; the newest are in force.
create table retention_rules (
  version     bigint generated always as identity primary key,
  body        text collate "C" not null,
  put_at      bigint not null,
  person      text collate "C" not null,
  captor      integer not null                -- -> captor
);

-- Legal holds, and how they ended. Only ever added to.
create table hold (
  number      bigint generated always as identity primary key,
  thing       text collate "C",               -- canonical; null: what the events below name
  events      text collate "C",               -- query parameters as JSON
  reason      text collate "C" not null,
  placed_at   bigint not null,
  person      text collate "C" not null,
  captor      integer not null                -- -> captor
);

create table hold_lift (
  hold        bigint primary key,             -- -> hold
  reason      text collate "C" not null,
  lifted_at   bigint not null,
  person      text collate "C" not null,
  captor      integer not null                -- -> captor
);
