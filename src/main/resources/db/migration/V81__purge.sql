-- When what was said in a closed ticket was erased; its messages, posts and events are gone from then on.
alter table ticket add column purged_at timestamptz;

-- Files that something erased named: they are deleted once nothing else names them and nobody has kept the same bytes anew.
create table file_garbage (
  key text primary key,
  since timestamptz not null
);
