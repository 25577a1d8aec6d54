-- What the nonces of this installation's posts begin with, so that Discord takes no post for one of an installation whose tickets
-- have the same numbers: one whose data was removed, or restored from a backup. Empty where posts of the former version may be
-- under way, whose nonces have to be the same at every attempt; a restore gives a new one.
create table delivery_epoch (
  only_one boolean primary key default true check (only_one),
  epoch text not null
);

insert into delivery_epoch (epoch)
select case
  when exists (select from gateway_session where session <> '') then ''
  else substr(md5(gen_random_uuid()::text), 1, 6)
end;
