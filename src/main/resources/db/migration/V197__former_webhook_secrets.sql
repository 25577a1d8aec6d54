-- Secrets that sign beside the present one, since the receiver may still have one of them: each for 24 hours behind its rotation.
create table webhook_former_secret (
  webhook bigint not null references webhook on delete cascade,
  secret bytea not null,
  until timestamptz not null
);

create index webhook_former_secret_of on webhook_former_secret (webhook, until);

insert into webhook_former_secret (webhook, secret, until)
select webhook, old_secret, old_secret_until from webhook where old_secret is not null and old_secret_until is not null;

alter table webhook drop column old_secret, drop column old_secret_until;
