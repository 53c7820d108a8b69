-- The overview asks whenever somebody looks: which jobs failed within a day, and which schedules did not do what they are for.
CREATE INDEX job_state ON job (lower(state), created, uuid);
CREATE INDEX schedule_trouble ON schedule (last_run, uuid) WHERE last_error IS NOT NULL;
