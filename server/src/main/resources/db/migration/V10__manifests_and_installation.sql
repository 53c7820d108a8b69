-- Manifests that follow the catalog, and whose markers lie on storages. Times are milliseconds since 1970.

-- What the catalog has of an image is raised with each change; the manifest beside the copy follows once it is written.
ALTER TABLE image_copy ADD COLUMN manifest_wanted  BIGINT NOT NULL DEFAULT 0;
ALTER TABLE image_copy ADD COLUMN manifest_written BIGINT NOT NULL DEFAULT 0;
UPDATE image_copy SET manifest_wanted = 1; -- earlier manifests have neither tags nor the owner's name
CREATE INDEX image_copy_stale ON image_copy (backup_storage_uuid, image_uuid) WHERE manifest_wanted <> manifest_written;

-- Names this catalog: storages are marked with it, so that another server does not take them for its own.
CREATE TABLE installation (
  id      INTEGER     NOT NULL PRIMARY KEY, -- always 1
  uuid    VARCHAR(32) NOT NULL,
  created BIGINT      NOT NULL
);
