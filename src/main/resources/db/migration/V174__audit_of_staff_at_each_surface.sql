-- Acts of staff have an end at whichever surface they come in. Only at the admin RPC, and at the node that carries a call of it
-- out, administrators act, whose changes are kept for ever: those have no kind.
create function audit_log_kind(surface text, method text, status integer) returns text
  language sql immutable return
    case
      when audit_log_is_passing(method, status) then case when status < 400 then 'read' else 'refusal' end
      when surface not in ('rpc', 'node') then 'staff'
    end;

create or replace function audit_log_keeps() returns trigger language plpgsql as $$
begin
  if current_setting('switchboard.audit_log_forgets', true) is distinct from 'on' then
    raise exception 'the audit log is append-only';
  end if;
  if tg_level = 'ROW' then
    if audit_log_kind(old.surface, old.method, old.status) is null or old.at > now() - interval '1 day' then
      raise exception 'the audit log keeps changes, and all of its last day';
    end if;
    return old;
  end if;
  return null;
end
$$;

-- By kind, since each has an end of its own: what is old enough stands together.
drop index audit_log_passing;
create index audit_log_passing on audit_log (audit_log_kind(surface, method, status), at)
  where audit_log_kind(surface, method, status) is not null;

-- Forgets up to so many reads, refusals and acts of staff that are older than so many days (0: none), and says how many it
-- forgot. It looks at no younger ones. The numbers are an array so that each row is found by its key, however large the table is.
create or replace function audit_log_forget(read_days integer, refusal_days integer, staff_days integer, most integer)
returns integer language plpgsql as $$
declare
  forgotten integer;
  old bigint[];
begin
  old := array(
    select one.number
    from (values ('read', nullif(read_days, 0)), ('refusal', nullif(refusal_days, 0)), ('staff', nullif(staff_days, 0)))
      as kept (kind, days),
      lateral (
        select number from audit_log
        where audit_log_kind(surface, method, status) = kept.kind and at < now() - make_interval(days => kept.days)
        order by at limit most) as one
    limit most);
  perform set_config('switchboard.audit_log_forgets', 'on', true);
  delete from audit_log where number = any (old);
  get diagnostics forgotten = row_count;
  perform set_config('switchboard.audit_log_forgets', 'off', true);
  return forgotten;
end
$$;
