-- After a new gateway session every channel is read back and compared with what is known. swept: the newest session's epoch in which that was
-- done. It is not yet the channel's epoch where messages were found: whoever takes them says so, once they have looked into the inbox.
alter table dm_channel add column swept bigint not null default 0;

-- A ticket's channel is kept as a DM channel is: every message of people up to mark is in the inbox; an epoch older than the session's means
-- that there may be others behind it. The largest number stands where nothing can come any more.
alter table ticket_channel
  add column mark bigint,
  add column epoch bigint not null default 0,
  add column swept bigint not null default 0;
