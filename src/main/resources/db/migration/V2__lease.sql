-- Who runs the singletons of this database. The right itself is an advisory lock; this table names the holder and numbers the
-- acquisitions, so that a write of a former holder can be told from one of the present.
create table lease (
  name text primary key,
  epoch bigint not null,
  holder text not null,
  since timestamptz not null
);
