-- Rules of mass balance as they were given; the newest are in force.
create table balance_rules (
  version integer primary key,
  body    text not null,
  put_at  integer not null,
  person  text not null,
  captor  integer not null                    -- -> captor
);
