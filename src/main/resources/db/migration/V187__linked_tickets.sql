-- reopens: the closed ticket that this one goes on with. merged_into: the later ticket of the same member that shows what was said in this one.
alter table ticket
  add column reopens bigint,
  add column merged_into bigint;

create index ticket_reopens on ticket (reopens) where reopens is not null;
create index ticket_merged_into on ticket (merged_into) where merged_into is not null;

-- Mergings that the channel of the later ticket was not told yet. source: of the act, by which the ticket knows the remark.
create table merge_remark (
  ticket bigint primary key references ticket on delete cascade,
  target bigint not null,
  source bigint not null,
  by_name text not null,
  by_role text not null,
  at timestamptz not null
);
