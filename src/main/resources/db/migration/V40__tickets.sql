-- Numbers for tickets, unique for ever. A number is taken before its ticket exists, so a crash may skip some.
create sequence ticket_number as bigint cache 1;

-- The tables below serve reading; the journal holds the truth. They are filled by the projection "ticket", and can be emptied and filled anew.

-- One row for each ticket. pending_posts, oldest_undelivered_at and waiting_files say that something is under way: such a ticket is woken
-- after a restart. oldest_undelivered_at: when the oldest message was said that has neither reached its other side nor was refused there.
create table ticket (
  ticket bigint primary key,
  member_id bigint not null,
  user_name text not null,
  display_name text not null,
  dm_channel bigint not null,
  staff_channel bigint,
  status text not null check (status in ('open', 'closing', 'closed')),
  opened_at timestamptz not null,
  close_requested_at timestamptz,
  closed_at timestamptz,
  closed_by_id bigint,
  closed_by text,
  close_reason text,
  closed_silently boolean,
  transcript_key text,
  member_messages integer not null default 0,
  replies integer not null default 0,
  notes integer not null default 0,
  last_message_at timestamptz,
  pending_posts integer not null default 0,
  oldest_undelivered_at timestamptz,
  waiting_files integer not null default 0
);

create index ticket_member on ticket (member_id, ticket);
create index ticket_status on ticket (status, last_message_at);
create index ticket_unfinished on ticket (coalesce(oldest_undelivered_at, opened_at), ticket)
  where status = 'closing' or pending_posts > 0 or oldest_undelivered_at is not null or waiting_files > 0;

-- What was said. former: what it said before, oldest first. restated_as: the number of the message that says its edited text. Notes are
-- delivered to nobody and stay 'stored'.
create table ticket_message (
  ticket bigint not null references ticket on delete cascade,
  number integer not null,
  source bigint not null,
  kind text not null check (kind in ('member', 'reply', 'note', 'remark')),
  author_id bigint not null,
  author_name text not null,
  signature text not null,
  anonymous boolean not null,
  text text not null,
  extras text[] not null,
  answers bigint not null,
  former text[] not null default '{}',
  restated_as integer,
  delivery text not null default 'stored' check (delivery in ('stored', 'planned', 'delivered', 'refused')),
  refusal text,
  refusal_detail text,
  at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (ticket, number)
);

create index ticket_message_undelivered on ticket_message (ticket, at) where delivery in ('stored', 'planned') and kind <> 'note';

-- The files of a message, in order. key: the file store's.
create table ticket_file (
  ticket bigint not null,
  number integer not null,
  attachment bigint not null,
  place integer not null,
  name text not null,
  size bigint not null,
  content_type text not null,
  state text not null default 'waiting' check (state in ('waiting', 'kept', 'lost')),
  key text,
  lost_because text,
  primary key (ticket, number, attachment),
  foreign key (ticket, number) references ticket_message on delete cascade
);

create index ticket_file_waiting on ticket_file (ticket) where state = 'waiting';
create index ticket_file_key on ticket_file (key);

-- What was planned to be done on Discord, and what became of it. of: the post that an amendment or withdrawal changes. discord_id: the
-- message or channel that came of it. A forgotten post stood in a channel that is gone.
create table ticket_post (
  ticket bigint not null references ticket on delete cascade,
  post bigint not null,
  deed text not null,
  target text,
  numbers integer[] not null,
  has_files boolean not null,
  of bigint,
  planned_at timestamptz not null,
  settled_at timestamptz,
  discord_id bigint,
  refusal text,
  refusal_detail text,
  forgotten boolean not null default false,
  primary key (ticket, post)
);

create index ticket_post_pending on ticket_post (ticket) where settled_at is null;

-- Events that a projection could not take. It went on without them; somebody should look.
create table projection_parked (
  projection text not null,
  persistence_id text not null,
  sequence_number bigint not null,
  event text not null,
  error text not null,
  parked_at timestamptz not null,
  primary key (projection, persistence_id, sequence_number)
);
