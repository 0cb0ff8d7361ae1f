-- Questions kept under a name. Trusted: nothing else says them.
create table named_query (
  name       text primary key,
  body       text not null,                    -- JSON: {"query", "@context"}
  created_at integer not null,
  captor     integer not null                  -- -> captor: who gave it
) without rowid;

-- Who asked to be told of the events that a query finds, and how. Trusted.
create table subscription (
  id         text primary key,
  query      text not null,                    -- name of the query
  body       text not null,                    -- JSON: {"query", "@context"}; what is asked
  dest       text not null,
  token      text,                             -- the key that deliveries are signed with
  controls   text not null,                    -- JSON, as it was asked for
  format     text not null,                    -- JSON: in what form events are sent
  created_at integer not null,
  captor     integer not null,                 -- -> captor: who asked
  sees       text not null                     -- what they may see
) without rowid;

create index subscription_by_query on subscription (query, id);

-- How far each subscriber has been told. A row changes with each delivery.
create table delivery (
  subscription    text primary key,            -- -> subscription
  position        integer not null,            -- all events up to here were taken, are in dead_letter, or were not asked for
  min_record_time integer not null,
  notified_at     integer,                     -- when the receiver last said that it took something
  next_run        integer,                     -- of a schedule
  run             text,                        -- JSON: what is being told now, and how far; null: nothing
  batch           integer not null,            -- events sent at once
  failures        integer not null,            -- of the message that is being sent
  failure         text,                        -- the last of them
  retry_at        integer not null,            -- not before then
  holder          text,                        -- the server that tells it
  held_until      integer not null
) without rowid;

-- What a receiver did not take, however often it was sent.
create table dead_letter (
  id           text primary key,               -- of the message
  subscription text not null,                  -- -> subscription
  positions    text not null,                  -- JSON: -> event
  attempts     integer not null,
  failure      text not null,
  created_at   integer not null,               -- of the message
  died_at      integer not null,
  settled_at   integer,                        -- when it was taken after all, or given up
  settled_as   text                            -- 'sent' or 'dropped'
) without rowid;

create index dead_letter_by_subscription on dead_letter (subscription, died_at);
