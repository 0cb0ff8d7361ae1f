-- What master data says now, and how it is found. Rebuildable from `master_data`, which stays the account of who said what, and when.
create table master_element (
  number integer primary key,                 -- of the first row of master_data that describes it
  latest integer not null,                    -- of the last that was taken in
  type   text not null,
  id     text not null,                       -- canonical
  body   text not null                        -- { spelt, attributes, children, childrenSince }
);

create index master_element_by_id on master_element (id);
create index master_element_by_latest on master_element (latest);

-- 64-bit hashes of its type, of each attribute's name, and of each name with a value.
create table master_token (
  token   text not null,
  element integer not null,                   -- -> master_element
  primary key (token, element)
) without rowid;

create index master_token_by_element on master_token (element);

-- Direct children.
create table master_child (
  element integer not null,                   -- -> master_element: the parent
  place   integer not null,                   -- in the order given
  parent  text not null,                      -- canonical
  child   text not null,                      -- canonical
  primary key (element, place)
) without rowid;

create index master_child_by_parent on master_child (parent);
create index master_child_by_child on master_child (child);
