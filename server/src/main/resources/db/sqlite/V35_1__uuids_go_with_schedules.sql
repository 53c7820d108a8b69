CREATE TRIGGER resource_of_schedule AFTER DELETE ON schedule
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ScheduleVO';
END;
