-- Numbers by which tickets know the acts that no message of Discord's caused. A number is never given twice.
create sequence act_source as bigint cache 1;

-- Requests of the REST API that came with a key of the client's own (Idempotency-Key), each as a hash of who sent it, what it asked for and
-- the key. body: a hash of what it said. source: the number of the act. number: what the ticket answered; null while nobody knows that it did.
create table act_request (
  scope bytea primary key,
  body bytea not null,
  source bigint not null,
  number integer,
  at timestamptz not null default now()
);

create index act_request_at on act_request (at);
