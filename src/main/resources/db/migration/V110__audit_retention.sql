-- What administrators changed is kept for ever. What they only read, and what was refused, may be forgotten after a time,
-- by one function; nothing else deletes, and TRUNCATE empties no more than UPDATE and DELETE did.

drop trigger audit_log_append_only on audit_log;

create trigger audit_log_append_only before update or truncate on audit_log
  for each statement execute function audit_log_is_append_only();

-- A refused attempt changed nothing. 409 is what is left of a change that was tried and taken back, and a call that failed
-- (5xx) may have been done: both stay.
create function audit_log_is_passing(method text, status integer) returns boolean
  language sql immutable return method = 'GET' or (status between 400 and 499 and status <> 409);

create function audit_log_keeps() returns trigger language plpgsql as $$
begin
  if current_setting('switchboard.audit_log_forgets', true) is distinct from 'on' then
    raise exception 'the audit log is append-only';
  end if;
  if tg_level = 'ROW' then
    if not audit_log_is_passing(old.method, old.status) or old.at > now() - interval '1 day' then
      raise exception 'the audit log keeps changes, and all of its last day';
    end if;
    return old;
  end if;
  return null;
end
$$;

create trigger audit_log_keeps_statement before delete on audit_log
  for each statement execute function audit_log_keeps();
create trigger audit_log_keeps_row before delete on audit_log
  for each row execute function audit_log_keeps();

create index audit_log_passing on audit_log (at) where audit_log_is_passing(method, status);

-- Forgets up to so many reads and refusals that are older than so many days (0: none), and says how many it forgot.
create function audit_log_forget(read_days integer, refusal_days integer, most integer) returns integer language plpgsql as $$
declare
  forgotten integer;
begin
  perform set_config('switchboard.audit_log_forgets', 'on', true);
  delete from audit_log where number in (
    select number from audit_log
    where audit_log_is_passing(method, status)
      and at < now() - make_interval(days => nullif(case when status < 400 then read_days else refusal_days end, 0))
    limit most);
  get diagnostics forgotten = row_count;
  perform set_config('switchboard.audit_log_forgets', 'off', true);
  return forgotten;
end
$$;
