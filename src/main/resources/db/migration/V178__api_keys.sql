-- Keys of the REST API. hash: SHA-256 of the key, in hexadecimal digits. A row is there before its key is made, and goes when it is
-- deleted. What the key may do is known to its entity alone.
create table api_key (
  number bigserial primary key,
  hash text not null unique,
  made timestamptz not null
);
