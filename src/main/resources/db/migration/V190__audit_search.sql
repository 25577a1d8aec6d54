-- The audit log is looked through by who acted, by what was acted on (all acts in a ticket begin alike), and by time.
create index audit_log_caller on audit_log (caller text_pattern_ops, number);
create index audit_log_resource on audit_log (resource text_pattern_ops, number);
create index audit_log_at on audit_log (at);
