-- Acts on many tickets that the server carries out. act: a word of bulk.BulkAct; reason and silent are of 'close', priority is of 'priority'.
-- owner_name, owner_role, address, request: as staff and the audit log are shown who did it.
create table bulk_job (
  job bigint generated always as identity primary key,
  owner bigint not null,
  owner_name text not null,
  owner_role text not null,
  address text,
  request text not null,
  act text not null,
  reason text not null,
  silent boolean not null,
  priority text not null,
  total integer not null,
  state text not null check (state in ('running', 'done', 'cancelled')),
  made_at timestamptz not null default now(),
  ended_at timestamptz
);

create index bulk_job_owner on bulk_job (owner, job);
create index bulk_job_ended on bulk_job (ended_at) where ended_at is not null;

-- The tickets of a job. source: the number of the act, which the ticket knows it by. A waiting act is with one node until claimed_until.
create table bulk_act (
  job bigint not null references bulk_job on delete cascade,
  place integer not null,
  ticket bigint not null,
  source bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'cancelled')),
  code text not null default '',
  tries integer not null default 0,
  claimed_until timestamptz,
  primary key (job, place)
);

create index bulk_act_waiting on bulk_act (place, job) where state = 'waiting';
