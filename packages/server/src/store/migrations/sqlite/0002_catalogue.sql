-- What there is to ask about, counted by a follower of the log. Rebuildable from `event`.
create table catalogue_class (
  class text primary key,
  items integer not null
) without rowid;

create table catalogue_lot (
  lot        text primary key,
  class      text not null,
  items      integer not null,
  first_seen integer not null
) without rowid;

create index catalogue_lot_by_class on catalogue_lot (class, first_seen);

-- A few items of each class to pick from: those whose code has the lowest hash, which is a fair sample of all.
create table catalogue_sample (
  class text not null,
  rank  integer not null,
  item  text not null,
  primary key (class, rank)
) without rowid;
