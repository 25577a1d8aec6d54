-- The index of words is filled behind the relay, in batches: a message's words cost more to index than all else that is written of it.

drop trigger ticket_messages_added on ticket_message;
drop trigger ticket_message_changed on ticket_message;
drop function ticket_messages_added();
drop function ticket_message_changed();

-- How far ticket_message_search is, one row. position: every event of the feed up to it is in there. walk_ticket, walk_number: the message up
-- to which all were compared with it, while that is under way because events are missing in the feed; else null.
create table search_progress (
  one boolean primary key default true check (one),
  position bigint not null,
  walk_ticket bigint,
  walk_number integer
);

-- Behind the locks above: whatever was committed before has its row by the triggers.
insert into search_progress (position) select coalesce(max(last), 0) from feed_head;

-- What is deleted is not found any more at once.
create function ticket_message_deleted() returns trigger language plpgsql as $$
begin
  delete from ticket_message_search where ticket = new.ticket and number = new.number;
  return null;
end
$$;

create trigger ticket_message_deleted after update of deleted_at on ticket_message
  for each row when (new.deleted_at is not null and old.deleted_at is null) execute function ticket_message_deleted();
