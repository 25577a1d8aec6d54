-- waiting_since: when the oldest message of the member was written that no reply followed yet; null where staff owe no answer, or are done.
-- first_reply_at, first_reply_by: the first reply, and who wrote it (0: a program).
alter table ticket
  add column waiting_since timestamptz,
  add column first_reply_at timestamptz,
  add column first_reply_by bigint;

update ticket set
  waiting_since = (
    select min(at) from ticket_message said
    where said.ticket = ticket.ticket and kind = 'member' and ticket.status = 'open' and number > coalesce(
      (select max(number) from ticket_message reply where reply.ticket = ticket.ticket and kind = 'reply'), 0)),
  (first_reply_at, first_reply_by) = (
    select at, author_id from ticket_message reply where reply.ticket = ticket.ticket and kind = 'reply' order by number limit 1);

create index ticket_waiting on ticket (coalesce(waiting_since, cast('infinity' as timestamptz)), ticket) where status <> 'closed';

-- For the statistics of a period.
create index ticket_opened_at on ticket (opened_at);
create index ticket_closed_at on ticket (closed_at) where closed_at is not null;
create index ticket_message_reply_at on ticket_message (at, author_id) where kind = 'reply';
