-- Failed log-ins: what nodes allow together. Names and addresses are not kept, only what is told of them.
CREATE TABLE log_in_failure (
  budget       VARCHAR(32) NOT NULL,
  digest       VARCHAR(64) NOT NULL, -- SHA-256 of the account, of the address, or of both
  failures     INTEGER     NOT NULL,
  last_failed  BIGINT      NOT NULL,
  next_attempt BIGINT      NOT NULL,
  PRIMARY KEY (budget, digest)
);
CREATE INDEX log_in_failure_last ON log_in_failure (last_failed);

-- From where accounts were logged in to.
CREATE TABLE log_in_place (
  digest VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the account and the address
  used   BIGINT      NOT NULL
);
CREATE INDEX log_in_place_used ON log_in_place (used);

-- Exports of volume snapshots that were closed at a node which does not serve them.
CREATE TABLE closed_export (
  uuid   VARCHAR(32) NOT NULL PRIMARY KEY,
  closed BIGINT      NOT NULL
);
