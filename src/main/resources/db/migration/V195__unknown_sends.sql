-- What staff have sent and of which it is not known yet whether the ticket has it: words that may be stored nowhere else. source: the number of
-- the act, which the ticket knows it by. version: of the draft that was sent. sent_at: when it was sent last; asked_at: when the ticket was asked
-- last. A row goes when the ticket has the words, or where they are a draft or a refused held reply again.
create table unknown_send (
  source bigint primary key,
  owner bigint not null,
  author_name text not null,
  ticket bigint not null,
  kind text not null check (kind in ('reply', 'note')),
  version integer not null,
  text text not null,
  anonymous boolean not null,
  files text[] not null,
  sent_at timestamptz not null default now(),
  asked_at timestamptz not null default now()
);

create index unknown_send_ticket on unknown_send (ticket, owner);
create index unknown_send_asked on unknown_send (asked_at);

-- They were in the draft's row, where the next draft replaced them.
insert into unknown_send (source, owner, author_name, ticket, kind, version, text, anonymous, files, sent_at)
select sent, owner, owner::text, ticket, kind, version, text, anonymous, files, changed_at from draft where sent is not null
on conflict (source) do nothing;

update draft set text = '', anonymous = false, files = '{}' where sent is not null;
alter table draft drop column sent;

-- From here on, a cancelled held reply keeps its words until it is forgotten, for a caller who asks again. drafted: they became a draft, too.
