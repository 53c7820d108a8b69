-- Orders by texts, of which few images have one to themselves: SQLite, which knows nothing of how many do, would take
-- such an index for a condition that most rows fulfil. Nulls come first.
CREATE INDEX image_state ON image (lower(state), uuid);
CREATE INDEX image_status ON image (lower(status), uuid);
CREATE INDEX image_media_type ON image (lower(media_type), uuid);
CREATE INDEX image_platform ON image (lower(platform) NULLS FIRST, uuid);
CREATE INDEX image_guest_os_type ON image (lower(guest_os_type) NULLS FIRST, uuid);
CREATE INDEX image_architecture ON image (lower(architecture) NULLS FIRST, uuid);
CREATE INDEX image_format ON image (lower(format) NULLS FIRST, uuid);

-- Texts are compared in small letters. Without figures of these the planner takes every condition for one that hardly
-- any row fulfils, and collects all rows for a page that the first few would fill. Older servers than 14 have no such.
DO $$
DECLARE
  texts CONSTANT TEXT[][] := ARRAY[
    ['account', 'name'],
    ['account', 'type'],
    ['audit', 'source'],
    ['audit', 'operation'],
    ['audit', 'outcome'],
    ['audit', 'details'],
    ['audit', 'request_id'],
    ['backup_storage', 'description'],
    ['backup_storage', 'url'],
    ['backup_storage', 'type'],
    ['backup_storage', 'state'],
    ['backup_storage', 'maintenance'],
    ['backup_storage', 'status'],
    ['backup_storage', 'status_reason'],
    ['backup_storage', 'hostname'],
    ['backup_storage', 'username'],
    ['bucket', 'name'],
    ['bucket', 'type'],
    ['bucket', 'bucket_name'],
    ['bucket', 'endpoint'],
    ['bucket', 'region'],
    ['event', 'resource_type'],
    ['event', 'resource_name'],
    ['event', 'what'],
    ['event', 'from_value'],
    ['event', 'to_value'],
    ['event', 'reason'],
    ['event', 'request_id'],
    ['image', 'description'],
    ['image', 'md5'],
    ['image', 'sha256'],
    ['image', 'url'],
    ['image_backup', 'description'],
    ['image_backup', 'status'],
    ['image_backup', 'fail_reason'],
    ['image_backup', 'group_uuid'],
    ['image_backup', 'path'],
    ['image_backup', 'sha256'],
    ['image_backup', 'architecture'],
    ['image_backup', 'guest_os_type'],
    ['image_backup', 'object_name'],
    ['image_copy', 'install_path'],
    ['image_copy', 'status'],
    ['image_copy', 'sha256'],
    ['image_copy', 'damage'],
    ['image_copy', 'export_md5'],
    ['image_copy', 'export_url'],
    ['job', 'description'],
    ['job', 'operation'],
    ['job', 'state'],
    ['job', 'resource_name'],
    ['job', 'source'],
    ['job', 'step_name'],
    ['job', 'reason'],
    ['tag', 'resource_type'],
    ['tag', 'kind'],
    ['volume_snapshot', 'description'],
    ['volume_snapshot', 'type'],
    ['volume_snapshot', 'primary_storage_install_path'],
    ['volume_snapshot', 'volume_type'],
    ['volume_snapshot', 'format'],
    ['volume_snapshot', 'state'],
    ['volume_snapshot', 'status'],
    ['zone', 'description'],
    ['zone', 'state']
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
