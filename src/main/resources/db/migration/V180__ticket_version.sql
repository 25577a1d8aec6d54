-- version: the number of the ticket's last event that is in its row, by which a reader knows whether anything changed; 0 until the next
-- event of a ticket of before.
alter table ticket add column version bigint not null default 0;

-- Open tickets, newest first, however many closed ones there are.
create index ticket_not_closed on ticket (ticket) where status <> 'closed';
