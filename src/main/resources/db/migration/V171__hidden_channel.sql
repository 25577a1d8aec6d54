-- A ticket's channel that the bot cannot see: Discord sends nothing of what happens there. When the bot sees it again, it has a gap.
-- refused: that is known by a reading, which is tried once more when something is said there.
alter table ticket_channel
  add column hidden boolean not null default false,
  add column refused boolean not null default false;

create index ticket_channel_hidden on ticket_channel (channel_id) where hidden;

-- A channel that has to be read again in the same session has a negative number of this sequence in swept. None comes twice, so that a reading
-- that began before knows that it missed something.
create sequence unswept;
