CREATE TRIGGER resource_of_schedule AFTER DELETE ON schedule
  FOR EACH ROW EXECUTE FUNCTION free_uuid('ScheduleVO');

-- As for the other texts that conditions can be about. Older servers than 14 have no such figures.
DO $$
DECLARE
  texts CONSTANT TEXT[] := ARRAY[
    'description', 'operation', 'state', 'cron', 'time_zone', 'last_result', 'last_error'
  ];
  place INTEGER;
BEGIN
  IF current_setting('server_version_num')::INTEGER < 140000 THEN
    RETURN;
  END IF;
  FOR place IN 1 .. array_length(texts, 1) LOOP
    EXECUTE format(
      'CREATE STATISTICS %I ON lower(%I) FROM schedule', 'schedule_' || texts[place] || '_text', texts[place]);
  END LOOP;
END;
$$;
ANALYZE;
