-- Two jobs that made a repository at once would each take the other's keys away.
ALTER TABLE repository ADD COLUMN maker VARCHAR(32); -- the job that makes it, or has made it
