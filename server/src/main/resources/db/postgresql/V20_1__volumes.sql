CREATE TRIGGER resource_of_volume AFTER DELETE ON volume FOR EACH ROW EXECUTE FUNCTION free_uuid('VolumeVO');

-- As for the other texts that conditions can be about. Older servers than 14 have no such figures.
DO $$
DECLARE
  texts CONSTANT TEXT[][] := ARRAY[
    ['volume', 'description'],
    ['volume', 'type'],
    ['volume', 'format'],
    ['volume', 'url'],
    ['volume', 'state'],
    ['volume', 'status'],
    ['volume_snapshot_copy', 'install_path'],
    ['volume_snapshot_copy', 'status'],
    ['volume_snapshot_copy', 'snapshot_id'],
    ['volume_snapshot_copy', 'damage']
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
