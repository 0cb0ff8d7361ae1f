-- The log: one row an event, in order of capture, never updated. Trusted: all else here is read out of it,
-- except `job`, which is an account of what was answered.
create table event (
  position     integer primary key,           -- order of capture, from 1, without gaps
  record_time  integer not null,              -- microseconds since 1970; never falls as position grows
  event_time   integer not null,              -- microseconds since 1970
  type         integer not null,              -- -> term
  action       integer,                       -- -> term
  biz_step     integer,                       -- -> term
  disposition  integer,                       -- -> term
  read_point   integer,                       -- -> term
  biz_location integer,                       -- -> term
  identity     text,                          -- the eventID as given; null: its event hash is its name
  hash         blob not null,                 -- CBV event hash (SHA-256), 32 bytes
  content      text not null,                 -- digest of what the event hash leaves out; '' for nothing
  declaration  text,                          -- digest of the errorDeclaration; null: it has none
  captor       integer not null,              -- -> captor
  job          integer,                       -- -> job
  context      integer not null,              -- -> context
  body         text not null                  -- the event as captured
);

create index event_by_time on event (event_time);
create index event_by_biz_step on event (biz_step, event_time) where biz_step is not null;
create index event_by_read_point on event (read_point, event_time) where read_point is not null;
create index event_by_biz_location on event (biz_location, event_time) where biz_location is not null;

-- Words that occur again and again, written once.
create table term (
  id    integer primary key,
  value text not null unique
);

-- The @context of the documents that events came in.
create table context (
  id   integer primary key,
  body text not null unique
);

-- Who captured: the party, and the credential that proved it.
create table captor (
  id         integer primary key,
  party      text not null,
  credential text not null,
  unique (party, credential)
);

-- Capture jobs as GET /capture tells them.
create table job (
  number      integer primary key,
  id          text not null unique,
  created_at  integer not null,
  finished_at integer,
  success     integer not null,
  behaviour   text not null,
  captor      integer not null,               -- -> captor
  events      integer not null,
  errors      text not null
);

-- Identities that an error declaration has made void. Rebuildable from `event`.
create table declared (
  identity text not null,
  position integer not null,
  primary key (identity, position)
) without rowid;

-- The index over what events name: sorted runs of (64-bit hash, position), merged eight to one.
-- Tin codes are random: a B-tree over them falls from 28,000 to 3,400 events/s, runs stay flat.
-- Family 0: event identities, with a Bloom filter; family 1: things and transformation IDs. Rebuildable from `event`.
create table run (
  id      integer primary key,
  family  integer not null,
  level   integer not null,
  entries integer not null,
  sources text,                               -- while a merge still writes it: the runs it takes in
  done_to integer not null default 0,         -- hashes (high half) below this are written
  bloom   blob
);

create table run_page (
  id   integer primary key,                   -- run * 2^24 + number of the page
  data blob not null                          -- entries of three big-endian-sorted uint32: hash high, hash low, position
);

-- The first hash (high half) of each page of a run.
create table run_fence (
  run  integer not null,
  high integer not null,
  page integer not null,
  primary key (run, high, page)
) without rowid;

-- Master data as captured, newest last; the newest of each attribute counts.
create table master_data (
  number      integer primary key,
  type        text not null,
  id          text not null,                  -- canonical
  captured_at integer not null,
  captor      integer not null,
  body        text not null                   -- { attributes, children }
);

create index master_data_by_id on master_data (id, number);

-- How far each follower of the log has read.
create table follower (
  name     text primary key,
  position integer not null
) without rowid;

-- Parts of a large capture on their way in; emptied when it is appended or refused, and at start.
create table staged (
  capture text not null,
  part    integer not null,
  body    blob not null,
  primary key (capture, part)
);
