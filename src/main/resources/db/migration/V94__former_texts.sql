-- A row for each edit: an array in the message's own row made each edit write all former texts anew. place: oldest first, from 1. until: when
-- another text took its place; not known of edits of before.
create table ticket_message_former (
  ticket bigint not null,
  number integer not null,
  place integer not null,
  text text not null,
  until timestamptz,
  primary key (ticket, number, place),
  foreign key (ticket, number) references ticket_message on delete cascade
);

insert into ticket_message_former (ticket, number, place, text)
select message.ticket, message.number, said.place, said.text
from ticket_message message, unnest(message.former) with ordinality as said (text, place);

alter table ticket_message drop column former;
