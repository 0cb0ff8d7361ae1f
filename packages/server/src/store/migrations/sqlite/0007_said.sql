-- From this position on the index has what events say, not only what they name; what stands before is read through.
create table said_from (
  position integer not null
);

insert into said_from (position) select coalesce(max(position), 0) + 1 from event;

-- Words that are rare stand anywhere in a long log. By position: questions without an order come in that of capture.
create index event_by_type on event (type);
create index event_by_action on event (action) where action is not null;
create index event_by_disposition on event (disposition) where disposition is not null;
