-- What there is to ask about, counted by a follower of the log. Rebuildable from `event`.
create table catalogue_class (
  class text collate "C" primary key,
  items bigint not null
);

create table catalogue_lot (
  lot        text collate "C" primary key,
  class      text collate "C" not null,
  items      bigint not null,
  first_seen bigint not null
);

create index catalogue_lot_by_class on catalogue_lot (class, first_seen);

-- A few items of each class to pick from: those whose code has the lowest hash, which is a fair sample of all.
create table catalogue_sample (
  class text collate "C" not null,
  rank  bigint not null,
  item  text collate "C" not null,
  primary key (class, rank)
);
