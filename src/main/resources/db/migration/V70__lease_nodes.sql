-- Which node of which cluster holds it (another node of the same cluster stands by), and whether it was given back in order: else
-- the next holder waits until the former one must have noticed.
alter table lease
  add column node text not null default '',
  add column released boolean not null default false;

-- How far each part of a projection is recorded, written with what it records: two nodes that believe that they run the same part
-- (one was frozen) do not record an event twice. Pekko's own table of offsets does not say what was there before.
create table projection_recorded (
  projection text not null,
  part text not null,
  up_to bigint not null,
  primary key (projection, part)
);
