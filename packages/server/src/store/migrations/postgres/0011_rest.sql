-- Page tokens that were released before their time. Forgotten when they would have expired.
create table released_token (
  token   text collate "C" primary key,
  expires bigint not null                     -- seconds since 1970
);

-- Which words occur in which field of an event, for the lists of business steps, places and so on. Written when one is new;
-- rebuildable from `event`.
create table occurring (
  field text collate "C" not null,            -- type, bizStep, disposition, readPoint or bizLocation
  term  integer not null,                     -- -> term
  primary key (field, term)
);

insert into occurring (field, term) select distinct 'type', type from event;
insert into occurring (field, term)
  select distinct 'bizStep', biz_step from event where biz_step is not null;
insert into occurring (field, term)
  select distinct 'disposition', disposition from event where disposition is not null;
insert into occurring (field, term)
  select distinct 'readPoint', read_point from event where read_point is not null;
insert into occurring (field, term)
  select distinct 'bizLocation', biz_location from event where biz_location is not null;
