-- Volumes that are known by their snapshots alone have no url, until somebody says where they are.
ALTER TABLE volume RENAME COLUMN url TO former_url;
ALTER TABLE volume ADD COLUMN url VARCHAR(2048); -- masked
UPDATE volume SET url = former_url;
ALTER TABLE volume DROP COLUMN former_url;
ALTER TABLE volume RENAME COLUMN access TO former_access;
ALTER TABLE volume ADD COLUMN access TEXT; -- encrypted: url, user and secret
UPDATE volume SET access = former_access;
ALTER TABLE volume DROP COLUMN former_access;

-- Disks that somebody else has backed up as files.
ALTER TABLE volume_snapshot_copy ADD COLUMN file VARCHAR(8192);      -- its path in the generation, unless it is alone there
ALTER TABLE volume_snapshot_copy ADD COLUMN file_format VARCHAR(32); -- of its bytes; raw unless said
ALTER TABLE repository ADD COLUMN has_foreign BOOLEAN NOT NULL DEFAULT FALSE; -- what others have backed up into it
