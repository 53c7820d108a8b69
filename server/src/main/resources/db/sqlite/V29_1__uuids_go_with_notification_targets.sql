CREATE TRIGGER resource_of_notification_target AFTER DELETE ON notification_target
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'NotificationTargetVO';
END;
