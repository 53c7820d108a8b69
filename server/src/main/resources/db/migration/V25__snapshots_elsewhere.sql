-- Volume snapshots that exist elsewhere too, where they can be read.
ALTER TABLE volume_snapshot ADD COLUMN access TEXT;   -- encrypted: url, user and secret
ALTER TABLE volume_snapshot ADD COLUMN host_key TEXT; -- that the SSH server has to show
