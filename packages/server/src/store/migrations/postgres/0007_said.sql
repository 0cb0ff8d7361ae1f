-- From this position on the index has what events say, not only what they name; what stands before is read through.
create table said_from (
  position bigint not null
);

insert into said_from (position) select coalesce(max(position), 0) + 1 from event;
