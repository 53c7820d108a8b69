-- How full each storage was: one row for each hour in which it was Connected, after a month one for each day.
CREATE TABLE capacity_sample (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  period              BIGINT      NOT NULL, -- when its hour began
  total_capacity      BIGINT      NOT NULL,
  used_capacity       BIGINT      NOT NULL,
  reserved            BIGINT      NOT NULL,
  free_capacity       BIGINT      NOT NULL, -- of the disk
  PRIMARY KEY (backup_storage_uuid, period)
);
