-- Local accounts and blocked names, for lists; the journal holds the truth. One row for each name that ever had an event; events says by
-- how many the row is made. created_at is null where there is no account of that name, blocked_at where the name is not blocked.
-- max_bytes: null for the default, 0 for any amount. leftovers_of: whose messages and files are still to be erased after a removal.
create table account (
  name text primary key,
  events bigint not null,
  origin text,
  created_at timestamptz,
  discord_user bigint,
  max_bytes bigint,
  has_password boolean not null,
  block_reason text,
  blocked_by text,
  blocked_at timestamptz,
  leftovers_of bigint
);

create unique index account_discord_user on account (discord_user) where discord_user is not null;
create index account_blocked on account (blocked_at) where blocked_at is not null;
