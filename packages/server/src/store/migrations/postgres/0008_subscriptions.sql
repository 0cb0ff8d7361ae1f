-- Questions kept under a name. Trusted: nothing else says them.
create table named_query (
  name       text collate "C" primary key,
  body       text collate "C" not null,        -- JSON: {"query", "@context"}
  created_at bigint not null,
  captor     integer not null                  -- -> captor: who gave it
);

-- Who asked to be told of the events that a query finds, and how. Trusted.
create table subscription (
  id         text collate "C" primary key,
  query      text collate "C" not null,        -- name of the query
  body       text collate "C" not null,        -- JSON: {"query", "@context"}; what is asked
  dest       text collate "C" not null,
  token      text collate "C",                 -- the key that deliveries are signed with
  controls   text collate "C" not null,        -- JSON, as it was asked for
  format     text collate "C" not null,        -- JSON: in what form events are sent
  created_at bigint not null,
  captor     integer not null,                 -- -> captor: who asked
  sees       text collate "C" not null         -- what they may see
);

create index subscription_by_query on subscription (query, id);

-- How far each subscriber has been told. A row changes with each delivery.
create table delivery (
  subscription    text collate "C" primary key, -- -> subscription
  position        bigint not null,             -- all events up to here were taken, are in dead_letter, or were not asked for
  min_record_time bigint not null,
  notified_at     bigint,                      -- when the receiver last said that it took something
  next_run        bigint,                      -- of a schedule
  run             text collate "C",            -- JSON: what is being told now, and how far; null: nothing
  batch           bigint not null,             -- events sent at once
  failures        bigint not null,             -- of the message that is being sent
  failure         text collate "C",            -- the last of them
  retry_at        bigint not null,             -- not before then
  holder          text collate "C",            -- the server that tells it
  held_until      bigint not null
);

-- What a receiver did not take, however often it was sent.
create table dead_letter (
  id           text collate "C" primary key,   -- of the message
  subscription text collate "C" not null,      -- -> subscription
  positions    text collate "C" not null,      -- JSON: -> event
  attempts     bigint not null,
  failure      text collate "C" not null,
  created_at   bigint not null,                -- of the message
  died_at      bigint not null,
  settled_at   bigint,                         -- when it was taken after all, or given up
  settled_as   text collate "C"                -- 'sent' or 'dropped'
);

create index dead_letter_by_subscription on dead_letter (subscription, died_at);
