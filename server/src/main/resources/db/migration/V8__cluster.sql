-- Several nodes. Times are milliseconds since 1970 on the database's clock.

-- A text that only the right key file opens.
CREATE TABLE key_check (
  name   VARCHAR(32) NOT NULL PRIMARY KEY,
  sealed TEXT        NOT NULL
);

-- How far the present step is, for those who ask other nodes.
ALTER TABLE job ADD COLUMN progress_done BIGINT;
ALTER TABLE job ADD COLUMN progress_total BIGINT;

-- Calls that failed their checks, for those who poll other nodes. Few, and for minutes.
CREATE TABLE refused_call (
  job_uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  error    TEXT        NOT NULL,
  expires  BIGINT      NOT NULL
);
CREATE INDEX refused_call_expires ON refused_call (expires);

-- Bytes that have come to another node than the one whose job waits for them.
CREATE TABLE upload_wish (
  image_uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  node_uuid  VARCHAR(32) NOT NULL, -- where they are
  refused    BOOLEAN     NOT NULL, -- others are coming already
  asked      BIGINT      NOT NULL
);
