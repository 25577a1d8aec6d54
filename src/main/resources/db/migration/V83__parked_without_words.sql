-- It may quote what somebody wrote; newer rows tell only what kind of error it was, and where.
update projection_parked set error = 'not kept';
