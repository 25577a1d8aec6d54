-- What staff write at the desk and have not sent: at most one text of each kind for each person and ticket. version: counted by the
-- client; an older one is never stored over a newer one, so a row stays behind as a marker when its words are sent or thrown away. Such a
-- row has no text and no files. refused: why a held reply of these words was not sent. sent: the source of the act that these words are
-- under way with; they are emptied when the ticket has it, and are a draft again where it refuses.
create table draft (
  owner bigint not null,
  ticket bigint not null,
  kind text not null check (kind in ('reply', 'note')),
  version integer not null,
  text text not null,
  anonymous boolean not null,
  files text[] not null,
  refused text,
  sent bigint,
  changed_at timestamptz not null default now(),
  primary key (owner, ticket, kind)
);

create index draft_ticket on draft (ticket);
create index draft_changed on draft (changed_at);
create index draft_sent on draft (sent) where sent is not null;
