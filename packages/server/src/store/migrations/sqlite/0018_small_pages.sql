-- Pages of an eighth of a database page, so that a look-up reads and checks a kilobyte and not eight. Runs written before keep
-- their pages and their rows in run_fence until a merge takes them in.
create table run_edge (
  id    integer primary key,                  -- of the first of some pages that follow each other: run * 2^24 + number of the page
  highs blob not null                         -- the first hash (high half) of each, four bytes little-endian, then their CRC-32
);

-- A merge under way begins again: no run has pages of both kinds.
delete from run_page where id / 16777216 in (select id from run where sources is not null);

delete from run_fence where run in (select id from run where sources is not null);

delete from run_bloom where id / 4096 in (select id from run where sources is not null);

delete from run where sources is not null;
