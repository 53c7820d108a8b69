-- A uuid is free again when its resource goes, whoever removes it.
CREATE TRIGGER resource_of_zone AFTER DELETE ON zone
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ZoneVO';
END;
CREATE TRIGGER resource_of_backup_storage AFTER DELETE ON backup_storage
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'BackupStorageVO';
END;
CREATE TRIGGER resource_of_volume_snapshot AFTER DELETE ON volume_snapshot
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'VolumeSnapshotVO';
END;
CREATE TRIGGER resource_of_account AFTER DELETE ON account
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'AccountVO';
END;
CREATE TRIGGER resource_of_project AFTER DELETE ON project
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ProjectVO';
END;
CREATE TRIGGER resource_of_image_backup AFTER DELETE ON image_backup
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ImageBackupVO';
END;
CREATE TRIGGER resource_of_bucket AFTER DELETE ON bucket
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'BucketVO';
END;
CREATE TRIGGER resource_of_image AFTER DELETE ON image
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ImageVO';
END;
