-- What Discord told us and nobody has acted on yet. The primary key is Discord's identity of the fact, so what is a duplicate is
-- decided here, whether it comes live, by a resume or from a channel's history. A settled row keeps its key for 90 days.
create table inbox (
  kind text not null,
  key text not null,
  route text not null,
  ordering bigint not null,
  rank smallint not null,
  arrived bigserial not null,
  received_at timestamptz not null,
  payload text,
  primary key (kind, key)
);

create index inbox_pending on inbox (route, ordering, rank, arrived) where payload is not null;

-- Rows are added in the order of time, so a block range index finds the old ones and costs next to nothing.
create index inbox_age on inbox using brin (received_at);

-- The gateway session outlives the process. One row for each shard; sequence is contiguous: everything up to it is committed.
-- floor is the first id that this session saw being made: what was made after it was made while the session listened.
create table gateway_session (
  shard integer primary key,
  session text not null,
  sequence bigint not null,
  resume_url text not null,
  epoch bigint not null,
  floor bigint not null,
  since timestamptz not null,
  covered_until timestamptz not null
);

-- A member's DM channel: every message in it up to mark is in the inbox. An epoch older than the session's means that there may be
-- messages behind mark that were never seen. No mark: none was ever read.
create table dm_channel (
  user_id bigint primary key,
  channel_id bigint not null unique,
  mark bigint,
  epoch bigint not null
);

-- What could not be decoded or taken, for people to look at.
create table dead_letter (
  id bigserial primary key,
  received_at timestamptz not null,
  session text not null,
  sequence bigint not null,
  type text not null,
  payload text not null,
  error text not null
);

create table ticket_channel (
  channel_id bigint primary key,
  ticket bigint not null
);

create index ticket_channel_ticket on ticket_channel (ticket);
