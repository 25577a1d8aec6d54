-- Looked for each minute, and few.
create index account_leftovers on account (name) where leftovers_of is not null;
