-- A copy of an image is brought by one job at a time: no other one writes to its place meanwhile.
ALTER TABLE image_copy ADD COLUMN job_uuid VARCHAR(32); -- that brings it now, or good bytes over it
