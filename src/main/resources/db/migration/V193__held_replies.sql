-- Replies that wait some seconds before they are sent, so that they can be taken back. source: the number of the act, which the ticket
-- knows it by. state: 'held' until due_at; 'releasing' once it cannot be taken back, until claimed_until with one node; then 'sent', or
-- 'refused' with the reason. 'sent' and 'cancelled' have no words any more, and say what became of the reply for two days. drafted: the
-- words of a refused reply are in its author's draft. address, request: of the request, for the audit log.
create table held_reply (
  source bigint primary key,
  ticket bigint not null,
  owner bigint not null,
  author_name text not null,
  author_role text not null,
  text text not null,
  anonymous boolean not null,
  files text[] not null,
  last_seen integer not null,
  draft_version integer,
  address text,
  request text not null,
  state text not null check (state in ('held', 'releasing', 'sent', 'refused', 'cancelled')),
  refused text,
  drafted boolean not null default false,
  due_at timestamptz not null,
  claimed_until timestamptz,
  at timestamptz not null default now()
);

create index held_reply_waiting on held_reply (due_at, source) where state in ('held', 'releasing');
create index held_reply_ticket on held_reply (ticket, owner);
create index held_reply_at on held_reply (at);
