-- Copies whose bytes are not, or no longer, those that were stored. Times are milliseconds since 1970.
ALTER TABLE image_copy ADD COLUMN damaged_at BIGINT;             -- when it was found so; kept while it lies in the trash
ALTER TABLE image_copy ADD COLUMN damage VARCHAR(2048);          -- how
ALTER TABLE image_copy ADD COLUMN last_verified BIGINT;          -- when all its bytes last proved right on the storage
ALTER TABLE image_copy ADD COLUMN checked BIGINT;                -- when that was last looked at, whatever came of it
ALTER TABLE image_copy ADD COLUMN revision BIGINT NOT NULL DEFAULT 0; -- raised by every finding: older ones do not count
CREATE INDEX image_copy_damaged ON image_copy (damaged_at) WHERE damaged_at IS NOT NULL;
