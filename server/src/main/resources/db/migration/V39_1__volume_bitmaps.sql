-- Dirty bitmaps by which volumes are backed up, and the snapshot since which each tells of changes.
CREATE TABLE volume_bitmap (
  volume_uuid   VARCHAR(32)   NOT NULL REFERENCES volume (uuid) ON DELETE CASCADE,
  name          VARCHAR(255)  NOT NULL,
  snapshot_uuid VARCHAR(32),            -- null while nothing is known
  job_uuid      VARCHAR(32),            -- that makes the next one
  unread        INTEGER       NOT NULL, -- snapshots since one that everything was read for
  distrusted    BOOLEAN       NOT NULL, -- it once left out what had changed
  PRIMARY KEY (volume_uuid, name)
);
