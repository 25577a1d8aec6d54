-- What happened to tickets, for live events and webhooks: rows are written in the transaction that changes the read tables, and hold ids and
-- small facts, no words of people. needed_right: the right that a reader must hold. Old rows are deleted, the oldest first.
create table feed (
  position bigint primary key,
  at timestamptz not null,
  ticket bigint not null,
  kind text not null,
  needed_right text not null,
  payload jsonb not null
);

-- One row: the position that was given last. Its lock is held from the insert to the commit, so that positions have the order of the
-- commits, and no gaps.
create table feed_head (
  one boolean primary key default true check (one),
  last bigint not null
);
