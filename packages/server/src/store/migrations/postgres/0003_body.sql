-- Texts of events leave their rows for blocks of consecutive events, compressed. What was kept before is a block each.
-- Trusted: with `event` it is the log.
create table body (
  block bigint primary key,                   -- position of the first event in it
  data  bytea not null                        -- texts of consecutive events with NUL between, as zstd; or one as it is
);

-- Compressed already.
alter table body alter column data set storage external;

insert into body (block, data) select position, convert_to(body, 'UTF8') from event;

alter table event drop column body;

alter table event add column block bigint not null default 0;  -- -> body

update event set block = position;
