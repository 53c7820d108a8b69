-- A uuid is free again when its resource goes, whoever removes it.
CREATE FUNCTION free_uuid() RETURNS trigger AS $$
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = TG_ARGV[0];
  RETURN OLD;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER resource_of_zone AFTER DELETE ON zone FOR EACH ROW EXECUTE FUNCTION free_uuid('ZoneVO');
CREATE TRIGGER resource_of_backup_storage AFTER DELETE ON backup_storage FOR EACH ROW EXECUTE FUNCTION free_uuid('BackupStorageVO');
CREATE TRIGGER resource_of_volume_snapshot AFTER DELETE ON volume_snapshot FOR EACH ROW EXECUTE FUNCTION free_uuid('VolumeSnapshotVO');
CREATE TRIGGER resource_of_account AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION free_uuid('AccountVO');
CREATE TRIGGER resource_of_project AFTER DELETE ON project FOR EACH ROW EXECUTE FUNCTION free_uuid('ProjectVO');
CREATE TRIGGER resource_of_image_backup AFTER DELETE ON image_backup FOR EACH ROW EXECUTE FUNCTION free_uuid('ImageBackupVO');
CREATE TRIGGER resource_of_bucket AFTER DELETE ON bucket FOR EACH ROW EXECUTE FUNCTION free_uuid('BucketVO');
CREATE TRIGGER resource_of_image AFTER DELETE ON image FOR EACH ROW EXECUTE FUNCTION free_uuid('ImageVO');
