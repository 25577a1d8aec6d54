-- epoch: made anew where a backup is restored, whose positions are given a second time from then on. Empty before the first restore.
alter table feed_head add column epoch text not null default '';
