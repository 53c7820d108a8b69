-- Records of what was done: events that repeat are one row with a count, jobs tell whose they are and what came of
-- them, audit entries say where a call came from and are chained by digests.

ALTER TABLE event ADD COLUMN occurrences INTEGER NOT NULL DEFAULT 1; -- times it happened; time is the last of them
ALTER TABLE event ADD COLUMN first_time BIGINT;                      -- null if it happened once

ALTER TABLE job ADD COLUMN resource_name VARCHAR(255);
ALTER TABLE job ADD COLUMN bytes BIGINT;                             -- moved so far, or in all
ALTER TABLE job ADD COLUMN reason VARCHAR(2048);                     -- why it failed
ALTER TABLE job ADD COLUMN source VARCHAR(64);                       -- the address that its call came from

ALTER TABLE audit ADD COLUMN source VARCHAR(64);
ALTER TABLE audit ADD COLUMN finished BIGINT;                        -- null while its job runs
ALTER TABLE audit ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;      -- 0 in no chain yet, 1 as accepted, 2 with its end
CREATE INDEX audit_unlinked ON audit (time, uuid) WHERE linked < 2;
UPDATE audit SET finished = time WHERE outcome <> 'Accepted';

-- One link for each entry as it was accepted and one for its end: SHA-256 over the link before it and the entry.
CREATE TABLE audit_link (
  number     BIGINT      NOT NULL PRIMARY KEY,
  audit_uuid VARCHAR(32),                                            -- null in the anchor, whose entry was forgotten
  part       VARCHAR(16) NOT NULL,                                   -- Accepted, Ended, Whole or Anchor
  digest     VARCHAR(64) NOT NULL
);
CREATE INDEX audit_link_entry ON audit_link (audit_uuid);
