-- Works on a repository measure it while others change it: whoever writes down what was measured has to find out whether
-- another has accounted for something since. What may be wrong is measured again; what was written before now may be.
ALTER TABLE repository ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE repository ADD COLUMN measure_due BOOLEAN NOT NULL DEFAULT TRUE;
