-- As for the other texts that conditions can be about. Older servers than 14 have no such figures.
DO $$
DECLARE
  texts CONSTANT TEXT[][] := ARRAY[
    ['volume', 'url'],
    ['volume_snapshot_copy', 'file']
  ];
  place INTEGER;
BEGIN
  IF current_setting('server_version_num')::INTEGER < 140000 THEN
    RETURN;
  END IF;
  FOR place IN 1 .. array_length(texts, 1) LOOP
    EXECUTE format(
      'CREATE STATISTICS %I ON lower(%I) FROM %I',
      texts[place][1] || '_' || texts[place][2] || '_text', texts[place][2], texts[place][1]);
  END LOOP;
END;
$$;
ANALYZE;
