-- Files have holes: what an image takes on a storage (actual_size) and the length of its file are two things.

ALTER TABLE image ADD COLUMN file_length BIGINT; -- null if it is actual_size
