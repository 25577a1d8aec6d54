-- Which local account a Discord user has. It decides alone: a user has one account at most, and an account one user. The account's own
-- events follow it. Of several accounts that named one user before, the oldest has the link. A row of a name without an account is worth nothing, and goes when somebody asks for its user or its name.
create table account_link (
  discord_user bigint primary key,
  account text not null unique,
  at timestamptz not null
);

insert into account_link (discord_user, account, at)
select discord_user, name, created_at from account where discord_user is not null and created_at is not null
order by created_at
on conflict do nothing;
