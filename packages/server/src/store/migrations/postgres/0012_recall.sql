-- Recalls and drills as they were opened. Only ever added to, like all that follows but blocks.
create table recall (
  number    bigint generated always as identity primary key,
  key       text collate "C" unique,          -- Idempotency-Key: the same sent again is the same case
  body      text collate "C" not null,        -- suspects, reason, level, knownAt, drill as JSON
  position  bigint not null,        -- where the log ended then: events from there on may raise alarms
  opened_at bigint not null,
  person    text collate "C" not null,        -- as it was given
  captor    integer not null       -- -> captor: who proved to be allowed to
);

-- What happened to a case since.
create table recall_step (
  number    bigint generated always as identity primary key,
  recall    bigint not null,        -- -> recall
  kind      text collate "C" not null,
  key       text collate "C",                 -- Idempotency-Key
  body      text collate "C" not null,        -- what was told, as JSON
  at        bigint not null,
  person    text collate "C" not null,
  captor    integer not null,      -- -> captor
  unique (recall, key)
);

-- The affected set as it was found: a row for each time it was traced.
create table recall_version (
  number    bigint generated always as identity primary key,
  recall    bigint not null,        -- -> recall
  version   bigint not null,        -- the same as before where only whereabouts changed
  run       text collate "C" not null,        -- -> recall_block
  position  bigint not null,        -- up to which the log was known
  made_at   bigint not null,
  body      text collate "C" not null         -- counts, lots, whereabouts, gaps, difference as JSON
);

create index recall_version_by_recall on recall_version (recall, number);

-- The things of an affected set, thousands a block, compressed; and their 64-bit hashes, sorted. Those of a run that no
-- version names were left by a trace that was cut off.
create table recall_block (
  run       text collate "C" not null,
  block     bigint not null,
  recall    bigint not null,        -- -> recall
  data      bytea not null,
  primary key (run, block)
);

create index recall_block_by_recall on recall_block (recall);

-- Affected things that events named while their case was open.
create table recall_alarm (
  number    bigint generated always as identity primary key,
  recall    bigint not null,        -- -> recall
  position  bigint not null,        -- of the event
  body      text collate "C" not null,
  raised_at bigint not null,
  unique (recall, position)
);
