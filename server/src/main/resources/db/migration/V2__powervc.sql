-- Projects and roles, backup nodes, image backups, buckets. Times are milliseconds since 1970, sizes are bytes.

CREATE TABLE project (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(64)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  enabled     BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
CREATE INDEX project_created ON project (created, uuid);

CREATE TABLE role_assignment (
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) NOT NULL REFERENCES project (uuid) ON DELETE CASCADE,
  role         VARCHAR(32) NOT NULL, -- admin or reader
  created      BIGINT      NOT NULL,
  PRIMARY KEY (account_uuid, project_uuid, role)
);
CREATE INDEX role_assignment_project ON role_assignment (project_uuid);

CREATE TABLE token (
  digest       VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the token, which is kept nowhere
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) REFERENCES project (uuid) ON DELETE CASCADE, -- none: unscoped
  audit_id     VARCHAR(32) NOT NULL,
  issued       BIGINT      NOT NULL,
  expires      BIGINT      NOT NULL
);
CREATE INDEX token_account ON token (account_uuid);
CREATE INDEX token_expires ON token (expires);

-- Numbers that are given out once and never again.
CREATE TABLE counter (
  name  VARCHAR(64) NOT NULL PRIMARY KEY,
  value BIGINT      NOT NULL
);

ALTER TABLE backup_storage ADD COLUMN status_reason_kind VARCHAR(32); -- kind of failure behind status_reason

-- What makes a backup storage a backup node.
CREATE TABLE backup_node (
  storage_uuid   VARCHAR(32)  NOT NULL PRIMARY KEY REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  number         BIGINT       UNIQUE,          -- absent until it is registered
  project_uuid   VARCHAR(32)  NOT NULL REFERENCES project (uuid),
  host_name      VARCHAR(255),                 -- short, as the server tells it
  shown_password VARCHAR(255) NOT NULL,        -- stands for the password and tells nothing of it
  cos_default    VARCHAR(255),
  made_directory VARCHAR(4096),                -- outermost directory that registering made on the server
  created        BIGINT       NOT NULL,
  updated        BIGINT,
  registered     BIGINT
);
CREATE INDEX backup_node_project ON backup_node (project_uuid);

CREATE VIEW registered_node AS
SELECT s.uuid AS uuid, n.number AS number, n.project_uuid AS project_uuid, s.name AS display_name,
       s.hostname AS access_ip, s.ssh_port AS ssh_port, s.username AS user_id,
       n.shown_password AS shown_password, n.host_name AS host_name, s.host_key AS host_key,
       n.cos_default AS cos_default, s.state AS state, s.status AS status, s.status_reason AS status_reason,
       s.status_reason_kind AS status_reason_kind,
       s.total_capacity AS total_capacity, s.free_capacity AS free_capacity,
       CASE WHEN s.total_capacity - s.used_capacity - s.reserved > 0
            THEN s.total_capacity - s.used_capacity - s.reserved ELSE 0 END AS available_capacity,
       n.created AS created, n.updated AS updated, n.registered AS registered
FROM backup_node n JOIN backup_storage s ON s.uuid = n.storage_uuid
WHERE n.number IS NOT NULL;

CREATE TABLE bucket (
  uuid          VARCHAR(32)   NOT NULL PRIMARY KEY,
  project_uuid  VARCHAR(32)   NOT NULL REFERENCES project (uuid),
  name          VARCHAR(255)  NOT NULL,
  type          VARCHAR(32)   NOT NULL, -- s3 or ibm_cos
  bucket_name   VARCHAR(255)  NOT NULL,
  endpoint      VARCHAR(2048) NOT NULL,
  region        VARCHAR(64),
  auth_endpoint VARCHAR(2048),
  resource_crn  VARCHAR(2048),
  credential    TEXT          NOT NULL, -- encrypted
  created       BIGINT        NOT NULL,
  updated       BIGINT        NOT NULL,
  UNIQUE (project_uuid, name)
);
CREATE INDEX bucket_created ON bucket (created, uuid);

CREATE TABLE image_backup (
  uuid          VARCHAR(32)   NOT NULL PRIMARY KEY,
  project_uuid  VARCHAR(32)   NOT NULL REFERENCES project (uuid),
  name          VARCHAR(255)  NOT NULL,
  description   VARCHAR(2048),
  status        VARCHAR(32)   NOT NULL,
  fail_reason   VARCHAR(2048),
  image_uuid    VARCHAR(32),                                  -- what it was made from; may be gone
  group_uuid    VARCHAR(36),                                  -- ties the images of its disks together
  storage_uuid  VARCHAR(32)   REFERENCES backup_storage (uuid), -- the node that has the OVA
  path          VARCHAR(4096),                                -- below the storage's root
  size          BIGINT        NOT NULL,                       -- of the OVA
  disk_size     BIGINT        NOT NULL,
  disk_count    INTEGER       NOT NULL,
  sha256        VARCHAR(64),                                  -- of the OVA
  architecture  VARCHAR(64),
  guest_os_type VARCHAR(255),
  discovered    BOOLEAN       NOT NULL,
  bucket_uuid   VARCHAR(32)   REFERENCES bucket (uuid),
  object_name   VARCHAR(1024),
  task_uuid     VARCHAR(32),                                  -- the latest job
  created       BIGINT        NOT NULL,
  updated       BIGINT        NOT NULL,
  UNIQUE (storage_uuid, path)
);
CREATE INDEX image_backup_name ON image_backup (lower(name), uuid);
CREATE INDEX image_backup_created ON image_backup (created, uuid);
CREATE INDEX image_backup_project ON image_backup (project_uuid);
CREATE INDEX image_backup_bucket ON image_backup (bucket_uuid);

-- Uploads in parts: gone on with after a restart, taken back when abandoned.
CREATE TABLE bucket_upload (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  bucket_uuid VARCHAR(32)   NOT NULL REFERENCES bucket (uuid) ON DELETE CASCADE,
  job_uuid    VARCHAR(32)   NOT NULL,
  object_name VARCHAR(1024) NOT NULL,
  upload_id   VARCHAR(1024), -- the object store's name for it, as soon as there is one
  part_size   BIGINT,
  size        BIGINT        NOT NULL,
  sha256      VARCHAR(64)   NOT NULL,
  unwanted    BOOLEAN       NOT NULL, -- to be taken back as soon as the store can be reached
  created     BIGINT        NOT NULL,
  UNIQUE (bucket_uuid, object_name)
);
CREATE INDEX bucket_upload_job ON bucket_upload (job_uuid);

-- Objects of deleted image backups whose store could not be reached.
CREATE TABLE bucket_garbage (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  bucket_uuid VARCHAR(32)   NOT NULL REFERENCES bucket (uuid) ON DELETE CASCADE,
  object_name VARCHAR(1024) NOT NULL,
  created     BIGINT        NOT NULL
);
CREATE INDEX bucket_garbage_bucket ON bucket_garbage (bucket_uuid);

-- Which jobs read or write a bucket; counts while the job runs.
CREATE TABLE bucket_use (
  bucket_uuid VARCHAR(32) NOT NULL REFERENCES bucket (uuid) ON DELETE CASCADE,
  job_uuid    VARCHAR(32) NOT NULL,
  PRIMARY KEY (bucket_uuid, job_uuid)
);
CREATE INDEX bucket_use_job ON bucket_use (job_uuid);

ALTER TABLE image ADD COLUMN group_uuid VARCHAR(32); -- images that came from one OVA
ALTER TABLE image ADD COLUMN boot_order INTEGER;     -- place in that group, from 0
CREATE INDEX image_group ON image (group_uuid, boot_order);
