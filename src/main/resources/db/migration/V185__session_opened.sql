-- The list of the sessions of everybody.
create index panel_session_opened on panel_session (opened, id) where ended is null;
