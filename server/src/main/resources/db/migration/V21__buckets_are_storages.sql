-- A registered bucket is a backup storage in an object store, with a few more facts. What the storage itself keeps lies
-- behind a prefix, apart from what others put into the bucket. Its secret stays sealed as it was until it is changed.
INSERT INTO backup_storage (
  uuid, name, url, type, state, status, status_reason, total_capacity, free_capacity, used_capacity, reserved,
  credential, reconnect_attempts, created, updated, endpoint, bucket_name, prefix, region, store_options)
SELECT substr(b.uuid, 25) || substr(b.uuid, 9, 16) || substr(b.uuid, 1, 8), b.name,
       's3://' || b.bucket_name || '/strongroom-' || substr(b.uuid, 25) || substr(b.uuid, 9, 16) || substr(b.uuid, 1, 8),
       'S3BackupStorage', 'Enabled', 'Disconnected', 'nobody has connected to it yet',
       9007199254740991, 9007199254740991, 0, 0,
       'bucket:' || b.uuid || ':' || b.credential, 0, b.created, b.updated,
       b.endpoint, b.bucket_name, 'strongroom-' || substr(b.uuid, 25) || substr(b.uuid, 9, 16) || substr(b.uuid, 1, 8), b.region,
       '{"addressing":"AUTO"'
         || CASE WHEN b.auth_endpoint IS NULL THEN '' ELSE ',"authEndpoint":"' || b.auth_endpoint || '"' END
         || CASE WHEN b.resource_crn IS NULL THEN ''
                 ELSE ',"resourceCrn":"' || replace(replace(b.resource_crn, '\', '\\'), '"', '\"') || '"' END
         || '}'
FROM bucket b;
INSERT INTO resource (uuid, type)
SELECT substr(uuid, 25) || substr(uuid, 9, 16) || substr(uuid, 1, 8), 'BackupStorageVO' FROM bucket;

ALTER TABLE bucket ADD COLUMN storage_uuid VARCHAR(32) REFERENCES backup_storage (uuid) ON DELETE CASCADE;
ALTER TABLE bucket ADD COLUMN registered BIGINT; -- absent until it is
ALTER TABLE bucket ADD COLUMN kept BIGINT NOT NULL DEFAULT 0; -- bytes of OVAs in it, as its storage accounts for them
UPDATE bucket SET storage_uuid = substr(uuid, 25) || substr(uuid, 9, 16) || substr(uuid, 1, 8), registered = created;
UPDATE bucket SET kept = COALESCE((
  SELECT SUM(o.size) FROM (
    SELECT i.bucket_uuid AS bucket_uuid, MAX(i.size) AS size FROM image_backup i
    WHERE i.object_name IS NOT NULL GROUP BY i.bucket_uuid, i.object_name) AS o
  WHERE o.bucket_uuid = bucket.uuid), 0);
UPDATE backup_storage SET used_capacity = (SELECT b.kept FROM bucket b WHERE b.storage_uuid = backup_storage.uuid)
WHERE uuid IN (SELECT storage_uuid FROM bucket);
CREATE UNIQUE INDEX bucket_storage ON bucket (storage_uuid);
ALTER TABLE bucket DROP COLUMN bucket_name;
ALTER TABLE bucket DROP COLUMN endpoint;
ALTER TABLE bucket DROP COLUMN credential;

CREATE VIEW registered_bucket AS
SELECT b.uuid AS uuid, b.storage_uuid AS storage_uuid, b.project_uuid AS project_uuid, b.name AS name, b.type AS type,
       s.bucket_name AS bucket_name, s.endpoint AS endpoint, b.region AS region,
       b.auth_endpoint AS auth_endpoint, b.resource_crn AS resource_crn, b.created AS created, b.updated AS updated
FROM bucket b JOIN backup_storage s ON s.uuid = b.storage_uuid
WHERE b.registered IS NOT NULL;
