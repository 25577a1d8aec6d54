-- Users whom somebody asked for at the desk in a browser: whether they are members of the staff guild, and with which roles. Kept true by the
-- gateway's events; what it says counts while Discord is out of reach. asked is at most an hour old for whoever is asked for; told is for people.
create table staff_member (
  guild_id bigint not null,
  user_id bigint not null,
  name text not null,
  username text not null,
  avatar text null,
  roles bigint[] not null,
  present boolean not null,
  told timestamptz not null,
  asked timestamptz not null,
  primary key (guild_id, user_id)
);

create index staff_member_asked on staff_member (asked);

-- The staff guild as Discord described it last.
create table staff_guild (
  guild_id bigint primary key,
  owner bigint not null,
  told timestamptz not null
);

create table staff_role (
  guild_id bigint not null references staff_guild on delete cascade,
  role_id bigint not null,
  name text not null,
  color integer not null,
  position integer not null,
  administrator boolean not null,
  primary key (guild_id, role_id)
);
