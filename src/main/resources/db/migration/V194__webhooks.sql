-- Webhooks: the endpoints of others that are told what happens. The secrets are stored as they are, since they must sign. position: up to where
-- the feed has become deliveries; sequence: the number that the last delivery got. Both change in the transaction that adds the deliveries.
create table webhook (
  webhook bigint generated always as identity primary key,
  url text not null,
  description text not null,
  events text[] not null,
  enabled boolean not null default true,
  off_reason text,
  secret bytea not null,
  old_secret bytea,
  old_secret_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  position bigint not null,
  sequence bigint not null default 0,
  paused_until timestamptz,
  lease_owner text,
  lease_until timestamptz
);

-- What is or was to be delivered. message_id is given before the first attempt and stays. A delivery that is set aside does not hold up those
-- behind it.
create table webhook_delivery (
  delivery bigint generated always as identity primary key,
  webhook bigint not null references webhook on delete cascade,
  sequence bigint not null,
  message_id text not null,
  type text not null,
  body text not null,
  state text not null,
  failures int not null default 0,
  set_aside boolean not null default false,
  due_at timestamptz not null,
  created_at timestamptz not null,
  unique (webhook, sequence)
);
create index webhook_delivery_waiting on webhook_delivery (webhook, set_aside, sequence) where state = 'waiting';
create index webhook_delivery_listed on webhook_delivery (webhook, state, delivery);
create index webhook_delivery_created on webhook_delivery (created_at);

create table webhook_attempt (
  delivery bigint not null references webhook_delivery on delete cascade,
  number int not null,
  at timestamptz not null,
  millis int not null,
  status int,
  answer text,
  error text,
  primary key (delivery, number)
);
