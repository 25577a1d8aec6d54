-- A tag is written in the statement that writes its event, so that nothing is left to check: the foreign key cost a look-up and a lock of
-- the event's row for each tag. And tags are only ever read by tag and number: one index instead of two.
alter table event_tag drop constraint fk_event_journal;
alter table event_tag drop constraint event_tag_pkey;
drop index event_tag_tag_idx;
alter table event_tag add primary key (tag, event_id);
