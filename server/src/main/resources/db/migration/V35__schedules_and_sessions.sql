-- What is done by itself, and when.
CREATE TABLE schedule (
  uuid                VARCHAR(32)   NOT NULL PRIMARY KEY,
  name                VARCHAR(255)  NOT NULL,
  description         VARCHAR(2048),
  operation           VARCHAR(64)   NOT NULL,
  volume_uuid         VARCHAR(32),            -- stays when the volume goes, so that the schedule can tell
  backup_storage_uuid VARCHAR(32),
  state               VARCHAR(32)   NOT NULL,
  cron                VARCHAR(255)  NOT NULL,
  time_zone           VARCHAR(64)   NOT NULL,
  kept                INTEGER       NOT NULL, -- good snapshots; 0 is all
  next_run            BIGINT,                 -- null while it is disabled
  last_run            BIGINT,
  last_result         VARCHAR(32),
  last_error          VARCHAR(2048),
  job_uuid            VARCHAR(32),            -- of the last run that began
  running_job         VARCHAR(32),            -- the same until it is known to be over
  created             BIGINT        NOT NULL,
  updated             BIGINT        NOT NULL
);
CREATE INDEX schedule_due ON schedule (operation, next_run);
CREATE INDEX schedule_running ON schedule (running_job) WHERE running_job IS NOT NULL;
CREATE INDEX schedule_name ON schedule (lower(name), uuid);
CREATE INDEX schedule_created ON schedule (created, uuid);
CREATE INDEX schedule_volume ON schedule (volume_uuid);
CREATE INDEX schedule_backup_storage ON schedule (backup_storage_uuid);

-- The volume snapshots that schedules made.
CREATE TABLE schedule_generation (
  snapshot_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  schedule_uuid VARCHAR(32) NOT NULL REFERENCES schedule (uuid) ON DELETE CASCADE,
  created       BIGINT      NOT NULL
);
CREATE INDEX schedule_generation_schedule ON schedule_generation (schedule_uuid, created);

-- What a session is called in lists, where it was opened, and when it was used last.
ALTER TABLE session ADD COLUMN uuid VARCHAR(32);
ALTER TABLE session ADD COLUMN source VARCHAR(64);
ALTER TABLE session ADD COLUMN last_used BIGINT;
UPDATE session SET uuid = substr(digest, 1, 32);
CREATE UNIQUE INDEX session_uuid ON session (uuid);
CREATE INDEX session_created ON session (created, uuid);
