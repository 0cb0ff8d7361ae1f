-- Texts of events leave their rows for blocks of consecutive events, compressed. What was kept before is a block each.
-- Trusted: with `event` it is the log.
create table body (
  block integer primary key,                  -- position of the first event in it
  data  blob not null                         -- texts of consecutive events with NUL between, as zstd; or one as it is
);

insert into body (block, data) select position, cast(body as blob) from event;

alter table event drop column body;

alter table event add column block integer not null default 0;  -- -> body

update event set block = position;
