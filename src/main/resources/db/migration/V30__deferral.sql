-- Interactions that Discord let us defer: an interaction that is found in the inbox without one is
-- not executed, since the person was told by Discord that it failed.
create table deferral (
  interaction_id bigint primary key,
  at timestamptz not null
);

create index deferral_at on deferral (at);
