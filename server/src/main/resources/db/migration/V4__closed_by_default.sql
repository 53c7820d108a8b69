-- What is closed unless somebody opens it: files of hosts, and what is kept of sessions.

-- The whitelist held only where the filter named it; now it always does, and is empty at first.
UPDATE global_config SET value = '', default_value = ''
WHERE category = 'image' AND name = 'download.localPath.whitelist'
  AND EXISTS (SELECT 1 FROM global_config f
              WHERE f.category = 'image' AND f.name = 'download.localPath.customFilter'
                AND f.value = 'blacklist');

-- Sessions are kept as digests, which no database can make of the old rows: everybody logs in again.
DROP TABLE session;
CREATE TABLE session (
  digest       VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of its uuid, which is kept nowhere
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  created      BIGINT      NOT NULL,
  expires      BIGINT      NOT NULL
);
CREATE INDEX session_account ON session (account_uuid);
CREATE INDEX session_expires ON session (expires);

DELETE FROM job WHERE operation = 'RenewSession';
UPDATE audit SET resource_uuid = NULL WHERE operation IN ('RenewSession', 'LogInByAccount', 'LogOut');
