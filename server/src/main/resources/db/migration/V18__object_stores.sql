-- Backup storages in object stores: where they are. What proves who calls is in credential, as with SSH.

ALTER TABLE backup_storage ADD COLUMN endpoint VARCHAR(2048);
ALTER TABLE backup_storage ADD COLUMN bucket_name VARCHAR(256); -- or container
ALTER TABLE backup_storage ADD COLUMN prefix VARCHAR(512);
ALTER TABLE backup_storage ADD COLUMN region VARCHAR(255);
ALTER TABLE backup_storage ADD COLUMN store_options TEXT; -- JSON
ALTER TABLE backup_storage ADD COLUMN given_capacity BIGINT;
