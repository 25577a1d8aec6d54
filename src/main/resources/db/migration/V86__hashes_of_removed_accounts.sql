-- Accounts that were removed earlier are looked at once more: what the journal has from before the removal goes then.
update account set events = 0 where created_at is null;
