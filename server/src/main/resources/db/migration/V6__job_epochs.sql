-- Each run of a job has an epoch, raised whenever the job is taken up: what an earlier run still does is told
-- apart from what the present one does.
ALTER TABLE job ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
-- Whose rights the job has, as JSON; absent for jobs accepted before they were kept.
ALTER TABLE job ADD COLUMN caller TEXT;
