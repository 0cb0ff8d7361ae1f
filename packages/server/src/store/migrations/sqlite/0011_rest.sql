-- What a store needs once: the key that page tokens are sealed with.
create table setting (
  name  text primary key,
  value text not null
) without rowid;

-- Page tokens that were released before their time. Forgotten when they would have expired.
create table released_token (
  token   text primary key,
  expires integer not null                    -- seconds since 1970
) without rowid;

-- Which words occur in which field of an event, for the lists of business steps, places and so on. Written when one is new;
-- rebuildable from `event`.
create table occurring (
  field text not null,                        -- type, bizStep, disposition, readPoint or bizLocation
  term  integer not null,                     -- -> term
  primary key (field, term)
) without rowid;

insert into occurring (field, term)
  select distinct 'type', type from event
  union select distinct 'bizStep', biz_step from event where biz_step is not null
  union select distinct 'disposition', disposition from event where disposition is not null
  union select distinct 'readPoint', read_point from event where read_point is not null
  union select distinct 'bizLocation', biz_location from event where biz_location is not null;
