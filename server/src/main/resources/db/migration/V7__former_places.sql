-- How many images or image backups of a uuid are gone. A new one of the same uuid gets a place of its own on its
-- storage: something that was paused may still remove what lies in a former one's.
CREATE TABLE former_resource (
  uuid  VARCHAR(32) NOT NULL PRIMARY KEY,
  lives INTEGER     NOT NULL
);
