-- tries: how often the ticket did not take the remark. due_at: when it is asked again, so that others have their turn.
alter table merge_remark
  add column tries integer not null default 0,
  add column due_at timestamptz not null default now();

create index merge_remark_due on merge_remark (due_at);
