-- As for the other texts that conditions can be about. Older servers than 14 have no such figures.
DO $$
DECLARE
  texts TEXT[] := ARRAY['endpoint', 'bucket_name', 'prefix', 'region'];
  text_of TEXT;
BEGIN
  IF current_setting('server_version_num')::INTEGER < 140000 THEN
    RETURN;
  END IF;
  FOREACH text_of IN ARRAY texts LOOP
    EXECUTE format(
      'CREATE STATISTICS %I ON lower(%I) FROM backup_storage', 'backup_storage_' || text_of || '_text', text_of);
  END LOOP;
END;
$$;
