-- How far each person has read each ticket. message: the number of the newest message that was read; 0 for none. unread: marked as unread
-- by hand, until the ticket is read again.
create table read_mark (
  reader bigint not null,
  ticket bigint not null,
  message integer not null,
  unread boolean not null,
  primary key (reader, ticket)
);

create index read_mark_ticket on read_mark (ticket);
