-- Recalls and drills as they were opened. Only ever added to, like all that follows but blocks.
create table recall (
  number    integer primary key,
  key       text unique,          -- Idempotency-Key: the same sent again is the same case
  body      text not null,        -- suspects, reason, level, knownAt, drill as JSON
  position  integer not null,        -- where the log ended then: events from there on may raise alarms
  opened_at integer not null,
  person    text not null,        -- as it was given
  captor    integer not null       -- -> captor: who proved to be allowed to
);

-- What happened to a case since.
create table recall_step (
  number    integer primary key,
  recall    integer not null,        -- -> recall
  kind      text not null,
  key       text,                 -- Idempotency-Key
  body      text not null,        -- what was told, as JSON
  at        integer not null,
  person    text not null,
  captor    integer not null,      -- -> captor
  unique (recall, key)
);

-- The affected set as it was found: a row for each time it was traced.
create table recall_version (
  number    integer primary key,
  recall    integer not null,        -- -> recall
  version   integer not null,        -- the same as before where only whereabouts changed
  run       text not null,        -- -> recall_block
  position  integer not null,        -- up to which the log was known
  made_at   integer not null,
  body      text not null         -- counts, lots, whereabouts, gaps, difference as JSON
);

create index recall_version_by_recall on recall_version (recall, number);

-- The things of an affected set, thousands a block, compressed; and their 64-bit hashes, sorted. Those of a run that no
-- version names were left by a trace that was cut off.
create table recall_block (
  run       text not null,
  block     integer not null,
  recall    integer not null,        -- -> recall
  data      blob not null,
  primary key (run, block)
);

create index recall_block_by_recall on recall_block (recall);

-- Affected things that events named while their case was open.
create table recall_alarm (
  number    integer primary key,
  recall    integer not null,        -- -> recall
  position  integer not null,        -- of the event
  body      text not null,
  raised_at integer not null,
  unique (recall, position)
);
