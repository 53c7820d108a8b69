-- The first and the last link of the audit chain under the key that lies outside of the database: links can be made by
-- whoever writes here, and these cannot. There is none yet of a chain that is older than this.
CREATE TABLE audit_seal (
  name   VARCHAR(8)   PRIMARY KEY,
  sealed VARCHAR(512) NOT NULL
);
