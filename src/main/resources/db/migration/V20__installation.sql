-- Whose database this is: one bot, one community, one staff guild. Another bot is refused at the start, since it would neither own
-- the messages that are to be changed nor reach the members.
create table installation (
  only_one boolean primary key default true check (only_one),
  application bigint not null,
  community_guild bigint not null,
  staff_guild bigint not null,
  since timestamptz not null
);
