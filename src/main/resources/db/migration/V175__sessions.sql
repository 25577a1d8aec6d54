-- Sessions of browsers by holder, for lists. id: SHA-256 of the token, in hexadecimal digits. A row is there before its session is
-- opened. Whether the session is live is known to its entity alone; ended: it was seen ended. Thirty days after that the row and the
-- session's events are deleted.
create table panel_session (
  id text primary key,
  holder text not null,
  opened timestamptz not null,
  ended timestamptz
);

create index panel_session_holder on panel_session (holder) where ended is null;
create index panel_session_live on panel_session (id) where ended is null;
create index panel_session_ended on panel_session (ended) where ended is not null;
