-- One space of uuids: no two resources have the same, of whatever kinds they are. The rows go with their
-- resources by triggers, which each database has in its own words.
CREATE TABLE resource (
  uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  type VARCHAR(64) NOT NULL -- as tags name it
);
INSERT INTO resource (uuid, type)
SELECT uuid, MIN(type) FROM (
  SELECT uuid, 'ZoneVO' AS type FROM zone
  UNION ALL SELECT uuid, 'BackupStorageVO' AS type FROM backup_storage
  UNION ALL SELECT uuid, 'VolumeSnapshotVO' AS type FROM volume_snapshot
  UNION ALL SELECT uuid, 'AccountVO' AS type FROM account
  UNION ALL SELECT uuid, 'ProjectVO' AS type FROM project
  UNION ALL SELECT uuid, 'ImageBackupVO' AS type FROM image_backup
  UNION ALL SELECT uuid, 'BucketVO' AS type FROM bucket
) AS known GROUP BY uuid;
-- Images could take the uuids of others before.
INSERT INTO resource (uuid, type)
SELECT uuid, 'ImageVO' FROM image WHERE uuid NOT IN (SELECT uuid FROM resource);

-- Tags whose resource is gone.
DELETE FROM tag WHERE resource_type = 'ZoneVO' AND resource_uuid NOT IN (SELECT uuid FROM zone);
DELETE FROM tag WHERE resource_type = 'BackupStorageVO' AND resource_uuid NOT IN (SELECT uuid FROM backup_storage);
DELETE FROM tag WHERE resource_type = 'VolumeSnapshotVO' AND resource_uuid NOT IN (SELECT uuid FROM volume_snapshot);
DELETE FROM tag WHERE resource_type = 'AccountVO' AND resource_uuid NOT IN (SELECT uuid FROM account);
DELETE FROM tag WHERE resource_type = 'ProjectVO' AND resource_uuid NOT IN (SELECT uuid FROM project);
DELETE FROM tag WHERE resource_type = 'ImageBackupVO' AND resource_uuid NOT IN (SELECT uuid FROM image_backup);
DELETE FROM tag WHERE resource_type = 'BucketVO' AND resource_uuid NOT IN (SELECT uuid FROM bucket);
DELETE FROM tag WHERE resource_type = 'ImageVO' AND resource_uuid NOT IN (SELECT uuid FROM image);

-- Digest of the session that made the call: it may ask for the outcome even if the call ended it.
ALTER TABLE job ADD COLUMN session_digest VARCHAR(64);
