-- Messages that were edited, where Discord did not say what they say now. Their channel is read again; those that no page of it
-- holds, since they are older, are asked for one by one. noted: grows with every edit, so that one that comes during the reading stays.
create table untold_edit (
  channel_id bigint not null,
  message_id bigint not null,
  noted bigint generated always as identity,
  primary key (channel_id, message_id)
);
