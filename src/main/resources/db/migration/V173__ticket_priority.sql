-- How soon staff want to look after a ticket.
alter table ticket
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent'));
