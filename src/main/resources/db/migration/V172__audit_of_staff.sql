-- The commands of staff in Discord are in the audit log, too. A command that is taken again after a crash is in it once: its
-- act is its identity among all of its surface. Calls of administrators have none.
alter table audit_log add column act text;

create unique index audit_log_act on audit_log (surface, act) where act is not null;

-- Acts of staff have an end of their own; changes of administrators have none.
create or replace function audit_log_keeps() returns trigger language plpgsql as $$
begin
  if current_setting('switchboard.audit_log_forgets', true) is distinct from 'on' then
    raise exception 'the audit log is append-only';
  end if;
  if tg_level = 'ROW' then
    if not (audit_log_is_passing(old.method, old.status) or old.surface = 'discord') or old.at > now() - interval '1 day' then
      raise exception 'the audit log keeps changes, and all of its last day';
    end if;
    return old;
  end if;
  return null;
end
$$;

drop index audit_log_passing;
create index audit_log_passing on audit_log (at) where audit_log_is_passing(method, status) or surface = 'discord';

-- Forgets up to so many reads, refusals and acts of staff that are older than so many days (0: none), and says how many it
-- forgot.
drop function audit_log_forget(integer, integer, integer);
create function audit_log_forget(read_days integer, refusal_days integer, staff_days integer, most integer) returns integer
language plpgsql as $$
declare
  forgotten integer;
begin
  perform set_config('switchboard.audit_log_forgets', 'on', true);
  delete from audit_log where number in (
    select number from audit_log
    where (audit_log_is_passing(method, status) or surface = 'discord')
      and at < now() - make_interval(days => nullif(
        case
          when not audit_log_is_passing(method, status) then staff_days
          when status < 400 then read_days
          else refusal_days
        end, 0))
    limit most);
  get diagnostics forgotten = row_count;
  perform set_config('switchboard.audit_log_forgets', 'off', true);
  return forgotten;
end
$$;
