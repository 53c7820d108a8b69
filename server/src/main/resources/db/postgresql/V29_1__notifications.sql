CREATE TRIGGER resource_of_notification_target AFTER DELETE ON notification_target
  FOR EACH ROW EXECUTE FUNCTION free_uuid('NotificationTargetVO');

-- As for the other texts that conditions can be about. Older servers than 14 have no such figures.
DO $$
DECLARE
  texts CONSTANT TEXT[][] := ARRAY[
    ['notification_target', 'description'],
    ['notification_target', 'type'],
    ['notification_target', 'state'],
    ['notification_target', 'kinds'],
    ['notification_target', 'address'],
    ['notification_target', 'security'],
    ['notification_target', 'username'],
    ['notification_target', 'sender'],
    ['notification_target', 'recipients'],
    ['notification_delivery', 'kind'],
    ['notification_delivery', 'subject'],
    ['notification_delivery', 'body'],
    ['notification_delivery', 'state'],
    ['notification_delivery', 'last_error']
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
