-- Storages in maintenance have the state Disabled for clients that know two states only.
ALTER TABLE backup_storage ADD COLUMN maintenance VARCHAR(32); -- ReadOnly, Draining; absent without maintenance

-- When the OVA of an image backup was last read to prove it. Times are milliseconds since 1970.
ALTER TABLE image_backup ADD COLUMN checked BIGINT;
ALTER TABLE image_backup ADD COLUMN last_verified BIGINT;
