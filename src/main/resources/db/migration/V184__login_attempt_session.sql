-- The session in which somebody links a Discord user with their account; null for a sign-in.
alter table login_attempt add column session text;
