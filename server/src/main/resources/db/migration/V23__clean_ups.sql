-- What the last clean-up of a repository found, and when the next one has something to do.
ALTER TABLE repository ADD COLUMN unique_bytes BIGINT;      -- that one snapshot stands on alone
ALTER TABLE repository ADD COLUMN shared_bytes BIGINT;      -- that several stand on
ALTER TABLE repository ADD COLUMN reclaimable_bytes BIGINT; -- that none needs
ALTER TABLE repository ADD COLUMN cleaned BIGINT;           -- when the last one ended well
ALTER TABLE repository ADD COLUMN clean_tried BIGINT;       -- when the last one began
ALTER TABLE repository ADD COLUMN clean_due BIGINT;         -- from then on packs or blocks may go
