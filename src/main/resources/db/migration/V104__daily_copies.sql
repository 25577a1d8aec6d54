-- Which attachments of members are, or were, copied lately, and how large they are: so much of one member is copied in a day. An attachment
-- that is asked for several times, after a restart too, counts once. Rows older than a day go with the next one.
create table daily_copy (
  attachment bigint primary key,
  member_id bigint not null,
  bytes bigint not null,
  asked_at timestamptz not null
);

create index daily_copy_member on daily_copy (member_id);
create index daily_copy_asked on daily_copy (asked_at);
