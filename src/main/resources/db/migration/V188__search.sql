-- Search over what was said (decision 12).

-- A text as it is compared: in small letters. Beyond ASCII: without the joiners of scripts that use them (a Persian word is typed with and
-- without one), with the Persian letters for the Arabic ones that look alike, with blanks for punctuation, and with each character of a script
-- that does not divide words (Thai, Chinese), and each sign such as an emoji, as a word of its own.
create function search_folded(said text) returns text language sql immutable strict parallel safe as $$
  select case
    when octet_length(said) = length(said) then lower(said)
    else regexp_replace(
      translate(lower(said),
        E'\u064a\u0649\u0643\u00a0\u00a1\u00ab\u00b7\u00bb\u00bf\u060c\u061b\u061f\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2028\u2029\u202f\u2039\u203a\u3000\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u200c\u200d\u0640\ufe0f',
        E'\u06cc\u06cc\u06a9' || repeat(' ', 34)),
      '([\u0e00-\u109f\u1780-\u17ff\u2190-\U0010ffff])', ' \1 ', 'g')
  end
$$;

-- What can be found: a row for each message with a text that is not deleted. It stands beside the message's own row, because that one is
-- written anew at each step of its delivery, and all of its indexes with it.
create table ticket_message_search (
  ticket bigint not null,
  number integer not null,
  at timestamptz not null,
  kind text not null,
  author_id bigint not null,
  folded text not null,
  primary key (ticket, number),
  foreign key (ticket, number) references ticket_message on delete cascade
);

insert into ticket_message_search (ticket, number, at, kind, author_id, folded)
select ticket, number, at, kind, author_id, search_folded(text) from ticket_message
where deleted_at is null and text <> ''
order by at, ticket, number;

create index ticket_message_search_at on ticket_message_search (at, ticket, number);
create index ticket_message_search_author on ticket_message_search (author_id, at, ticket, number);
create index ticket_message_search_words on ticket_message_search using gin (to_tsvector('simple', folded));

-- Parts of words are found by an extension that a server may not have, or may not let this user create. Without it words are found by their
-- beginnings. Who gets it later makes the same index by hand.
do $$
declare
  place text;
begin
  begin
    create extension if not exists pg_trgm;
  exception when insufficient_privilege or feature_not_supported or undefined_file then
    raise notice 'no pg_trgm: parts of words are not found (%)', sqlerrm;
  end;
  select nspname into place from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
  if found then
    execute format('create index ticket_message_search_parts on ticket_message_search using gin (folded %I.gin_trgm_ops)', place);
  end if;
end
$$;

create function ticket_messages_added() returns trigger language plpgsql as $$
begin
  insert into ticket_message_search (ticket, number, at, kind, author_id, folded)
  select ticket, number, at, kind, author_id, search_folded(text) from added where deleted_at is null and text <> '';
  return null;
end
$$;

create trigger ticket_messages_added after insert on ticket_message
  referencing new table as added for each statement execute function ticket_messages_added();

create function ticket_message_changed() returns trigger language plpgsql as $$
begin
  if new.deleted_at is not null or new.text = '' then
    delete from ticket_message_search where ticket = new.ticket and number = new.number;
  else
    insert into ticket_message_search (ticket, number, at, kind, author_id, folded)
    values (new.ticket, new.number, new.at, new.kind, new.author_id, search_folded(new.text))
    on conflict (ticket, number) do update set folded = excluded.folded;
  end if;
  return null;
end
$$;

create trigger ticket_message_changed after update of text, deleted_at on ticket_message
  for each row when (old.text is distinct from new.text or old.deleted_at is distinct from new.deleted_at)
  execute function ticket_message_changed();
