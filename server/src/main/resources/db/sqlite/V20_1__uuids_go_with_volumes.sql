CREATE TRIGGER resource_of_volume AFTER DELETE ON volume
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'VolumeVO';
END;
