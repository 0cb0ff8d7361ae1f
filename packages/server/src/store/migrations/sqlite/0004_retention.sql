-- Events that were let go: their places in the log stay taken. Trusted, and only ever added to: nothing else says it.
create table erased (
  position    integer primary key,            -- in no row of `event` any more
  hash        blob not null,                  -- CBV event hash (SHA-256): who has a copy can tell that it was this one
  event_time  integer not null,
  record_time integer not null,
  name        text not null,                  -- 64-bit hash of the name it was kept under
  rule        text not null,                  -- the rule that let it go
  erasure     integer not null                -- -> erasure
);

create index erased_by_name on erased (name);
create index erased_by_hash on erased (hash);

-- The steps in which events were let go, of a run each.
create table erasure (
  number    integer primary key,
  run       text not null,
  erased_at integer not null,
  person    text not null,                    -- as the operator gave it
  captor    integer not null,                 -- -> captor: who proved to be allowed to
  rules     integer not null,                 -- -> retention_rules
  events    integer not null
);

-- What erased events named, as 64-bit hashes: so that a trace knows where its record was cut. An event of those that did.
create table erased_thing (
  token    text primary key,
  position integer not null                   -- -> erased
) without rowid;

-- Retention rules as they were given; the newest are in force.
create table retention_rules (
  version integer primary key,
  body    text not null,
  put_at  integer not null,
  person  text not null,
  captor  integer not null                    -- -> captor
);

-- Legal holds, and how they ended. Only ever added to.
create table hold (
  number    integer primary key,
  thing     text,                             -- canonical; null: what the events below name
  events    text,                             -- query parameters as JSON
  reason    text not null,
  placed_at integer not null,
  person    text not null,
  captor    integer not null                  -- -> captor
);

create table hold_lift (
  hold      integer primary key,              -- -> hold
  reason    text not null,
  lifted_at integer not null,
  person    text not null,
  captor    integer not null                  -- -> captor
);
