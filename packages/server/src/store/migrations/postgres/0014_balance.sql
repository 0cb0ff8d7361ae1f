-- Rules of mass balance as they were given; the newest are in force.
create table balance_rules (
  version     bigint generated always as identity primary key,
  body        text collate "C" not null,
  put_at      bigint not null,
  person      text collate "C" not null,
  captor      integer not null                -- -> captor
);
