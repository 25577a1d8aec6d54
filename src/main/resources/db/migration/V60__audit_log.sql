-- What administrators did. Nothing in it is changed or removed, not even by us (a restore empties new tables before it fills them).
create table audit_log (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  caller text not null,
  address text not null,
  surface text not null,
  method text not null,
  resource text not null,
  status integer not null,
  detail text not null
);

create function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;

create trigger audit_log_append_only before update or delete on audit_log
  for each statement execute function audit_log_is_append_only();
