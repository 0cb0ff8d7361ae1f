-- What GIN has not put in its place yet is read whole by every look-up: of the 4 MB that are the default it cost 4.3 ms each.
-- A cluster has another index.
alter index if exists event_index_by_mention set (gin_pending_list_limit = 256);
