-- Logins with Discord that are under way, for ten minutes. state_hash, browser: SHA-256 of what the address of Discord's page and
-- the cookie of the browser have. verifier: of PKCE, worth nothing without the code that Discord gives to the browser.
create table login_attempt (
  state_hash text primary key,
  verifier text not null,
  redirect text not null,
  browser text not null,
  at timestamptz not null
);

create index login_attempt_at on login_attempt (at, state_hash);
