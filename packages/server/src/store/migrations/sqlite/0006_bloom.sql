-- Bloom filters in parts by hash, each written once. As one value of a run, a filter was read and written whole at each
-- step of a merge: 10 MB a step at 8,000,000 entries.
create table run_bloom (
  id   integer primary key,                   -- run * 2^12 + number of the part
  bits blob not null
);

-- Of its Bloom filter, a power of two: part i is over the hashes whose high half is in the i-th of as many equal ranges. 0: it has none.
alter table run add column parts integer not null default 0;

-- A merge under way begins again.
delete from run_page where id / 16777216 in (select id from run where sources is not null);

delete from run_fence where run in (select id from run where sources is not null);

delete from run where sources is not null;

update run set parts = 1 where bloom is not null;

insert into run_bloom (id, bits) select id * 4096, bloom from run where bloom is not null;

alter table run drop column bloom;
