-- Disks somewhere that are backed up, and the repositories on storages that keep their snapshots.
CREATE TABLE volume (
  uuid            VARCHAR(32)   NOT NULL PRIMARY KEY,
  name            VARCHAR(255)  NOT NULL,
  description     VARCHAR(2048),
  type            VARCHAR(32)   NOT NULL,
  format          VARCHAR(32)   NOT NULL,
  size            BIGINT        NOT NULL, -- bytes that the guest sees
  actual_size     BIGINT        NOT NULL, -- bytes of the file or device
  url             VARCHAR(2048) NOT NULL, -- masked
  access          TEXT          NOT NULL, -- encrypted: url, user and secret
  host_key        TEXT,                   -- that the SSH server has to show
  repository_host VARCHAR(255),           -- its name in repositories, which never changes
  zone_uuid       VARCHAR(32)   REFERENCES zone (uuid) ON DELETE SET NULL,
  account_uuid    VARCHAR(32)   NOT NULL,
  state           VARCHAR(32)   NOT NULL,
  status          VARCHAR(32)   NOT NULL,
  created         BIGINT        NOT NULL,
  updated         BIGINT        NOT NULL
);
CREATE INDEX volume_name ON volume (lower(name), uuid);
CREATE INDEX volume_created ON volume (created, uuid);
CREATE INDEX volume_zone ON volume (zone_uuid);

-- A repository is in <url>/repository of its storage, and made at the first backup onto it.
CREATE TABLE repository (
  backup_storage_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  password            TEXT        NOT NULL, -- encrypted
  made                BOOLEAN     NOT NULL, -- whether it lies on the storage for certain
  bytes               BIGINT      NOT NULL, -- of its files, accounted for on the storage
  created             BIGINT      NOT NULL
);

ALTER TABLE volume_snapshot ADD COLUMN account_uuid VARCHAR(32);
ALTER TABLE volume_snapshot ADD COLUMN repository_host VARCHAR(255);
CREATE INDEX volume_snapshot_volume ON volume_snapshot (volume_uuid, created);
ALTER TABLE volume_snapshot_copy ADD COLUMN status VARCHAR(32) NOT NULL DEFAULT 'Ready';
ALTER TABLE volume_snapshot_copy ADD COLUMN snapshot_id VARCHAR(64); -- in the repository
ALTER TABLE volume_snapshot_copy ADD COLUMN logical_size BIGINT;
ALTER TABLE volume_snapshot_copy ADD COLUMN new_size BIGINT;
ALTER TABLE volume_snapshot_copy ADD COLUMN stored_size BIGINT;
ALTER TABLE volume_snapshot_copy ADD COLUMN last_verified BIGINT;
ALTER TABLE volume_snapshot_copy ADD COLUMN checked BIGINT;
ALTER TABLE volume_snapshot_copy ADD COLUMN damage VARCHAR(2048);
ALTER TABLE volume_snapshot_copy ADD COLUMN job_uuid VARCHAR(32);
