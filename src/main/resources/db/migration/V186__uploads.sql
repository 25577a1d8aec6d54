-- Files that staff and programs uploaded for a reply of a ticket. id: a number of act_source, by which the reply names the file. holder: who
-- uploaded it. key: of the file store. source: of the reply that has it; null while none has. Rows are swept after some hours, those that a
-- reply has after the time in which its request may be sent again.
create table upload (
  id bigint primary key,
  ticket bigint not null,
  holder text not null,
  name text not null,
  size bigint not null,
  content_type text not null,
  key text not null,
  source bigint,
  at timestamptz not null default now()
);

create index upload_holder on upload (holder) where source is null;
create index upload_key on upload (key);
create index upload_at on upload (at);
