-- Runs over many rows that go on: any server is told to begin no further rows of one that another does.
CREATE TABLE console_run (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    account_uuid VARCHAR(32) NOT NULL,
    began BIGINT NOT NULL,
    cancelled INTEGER NOT NULL
);
