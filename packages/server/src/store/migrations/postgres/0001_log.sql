-- The log: one row an event, in order of capture, never updated. Trusted: all else here is read out of it,
-- except `job`, which is an account of what was answered. The tables are those of the embedded engine; texts compare
-- by code point there as here, and what may be long is under a hash index, which has no limit as a B-tree has.
create table event (
  position     bigint primary key,            -- order of capture, from 1, without gaps
  record_time  bigint not null,               -- microseconds since 1970; never falls as position grows
  event_time   bigint not null,               -- microseconds since 1970
  type         integer not null,              -- -> term
  action       integer,                       -- -> term
  biz_step     integer,                       -- -> term
  disposition  integer,                       -- -> term
  read_point   integer,                       -- -> term
  biz_location integer,                       -- -> term
  captor       integer not null,              -- -> captor
  job          bigint,                        -- -> job
  context      integer not null,              -- -> context
  identity     text collate "C",              -- the eventID as given; null: its event hash is its name
  hash         bytea not null,                -- CBV event hash (SHA-256), 32 bytes
  content      text collate "C" not null,     -- digest of what the event hash leaves out; '' for nothing
  declaration  text collate "C",              -- digest of the errorDeclaration; null: it has none
  body         text collate "C" not null      -- the event as captured
);

create index event_by_time on event (event_time, position);
create index event_by_biz_step on event (biz_step, event_time, position) where biz_step is not null;
create index event_by_read_point on event (read_point, event_time, position) where read_point is not null;
create index event_by_biz_location on event (biz_location, event_time, position) where biz_location is not null;

-- The index over what events name, by 64-bit hashes. Rebuildable from `event`.
create table event_index (
  position bigint not null,                   -- -> event
  identity bigint not null,                   -- hash of its name
  mentions bigint[] not null                  -- hashes of things and transformation IDs
);

-- Hashes do not compress.
alter table event_index alter column mentions set storage external;
create index event_index_by_identity on event_index (identity);
create index event_index_by_mention on event_index using gin (mentions);

-- Words that occur again and again, written once.
create table term (
  id    integer generated always as identity primary key,
  value text collate "C" not null,
  exclude using hash (value with =)
);

-- The @context of the documents that events came in.
create table context (
  id   integer generated always as identity primary key,
  body text collate "C" not null,
  exclude using hash (body with =)
);

-- Who captured: the party, and the credential that proved it.
create table captor (
  id         integer generated always as identity primary key,
  party      text collate "C" not null,
  credential text collate "C" not null,
  unique (party, credential)
);

-- Capture jobs as GET /capture tells them.
create table job (
  number      bigint generated always as identity primary key,
  id          text collate "C" not null unique,
  created_at  bigint not null,
  finished_at bigint,
  success     integer not null,
  behaviour   text not null,
  captor      integer not null,               -- -> captor
  events      bigint not null,
  errors      text not null
);

-- Identities that an error declaration has made void. Rebuildable from `event`.
create table declared (
  identity text collate "C" not null,
  position bigint not null
);

create index declared_by_identity on declared using hash (identity);

-- Master data as captured, newest last; the newest of each attribute counts.
create table master_data (
  number      bigint generated always as identity primary key,
  type        text collate "C" not null,
  id          text collate "C" not null,      -- canonical
  captured_at bigint not null,
  captor      integer not null,
  body        text collate "C" not null       -- { attributes, children }
);

create index master_data_by_id on master_data using hash (id);

-- How far each follower of the log has read.
create table follower (
  name     text collate "C" primary key,
  position bigint not null
);

-- Parts of a large capture on their way in; gone when it is appended or refused. What a killed server left is taken
-- away by one that starts a day later: until then it may be another server's.
create table staged (
  capture   text collate "C" not null,
  part      integer not null,
  body      bytea not null,
  staged_at timestamptz not null default now(),
  primary key (capture, part)
);

-- What all servers on this database share: the digest of the API key.
create table setting (
  name  text collate "C" primary key,
  value text collate "C" not null
);
