-- The catalog. The same statements serve SQLite and PostgreSQL; times are milliseconds since 1970, sizes are bytes.

CREATE TABLE account (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  password    VARCHAR(512)  NOT NULL, -- argon2id of the SHA-512 in hexadecimal
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
);

CREATE TABLE session (
  uuid         VARCHAR(32) NOT NULL PRIMARY KEY,
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  created      BIGINT      NOT NULL,
  expires      BIGINT      NOT NULL
);
CREATE INDEX session_account ON session (account_uuid);
CREATE INDEX session_expires ON session (expires);

CREATE TABLE zone (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(255) NOT NULL,
  description VARCHAR(2048),
  state       VARCHAR(32)  NOT NULL,
  is_default  BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
CREATE INDEX zone_name ON zone (lower(name), uuid);
CREATE INDEX zone_created ON zone (created, uuid);

CREATE TABLE backup_storage (
  uuid               VARCHAR(32)   NOT NULL PRIMARY KEY,
  name               VARCHAR(255)  NOT NULL,
  description        VARCHAR(2048),
  url                VARCHAR(2048) NOT NULL,
  type               VARCHAR(64)   NOT NULL,
  state              VARCHAR(32)   NOT NULL,
  status             VARCHAR(32)   NOT NULL,
  status_reason      VARCHAR(2048),
  total_capacity     BIGINT        NOT NULL, -- the file system's size
  free_capacity      BIGINT        NOT NULL, -- the file system's own free bytes
  used_capacity      BIGINT        NOT NULL, -- sum of the real sizes of what the catalog accounts for here
  reserved           BIGINT        NOT NULL, -- sum of the reservations
  file_system        VARCHAR(512),           -- names the file system over all storages: they share its room
  root_path          VARCHAR(4096),          -- url with its links resolved, as last seen
  hostname           VARCHAR(255),
  username           VARCHAR(255),
  ssh_port           INTEGER,
  credential         TEXT,                   -- encrypted
  host_key           TEXT,                   -- pinned: algorithm and Base64
  presented_host_key TEXT,                   -- another key that was shown and not accepted
  reconnect_attempts INTEGER       NOT NULL,
  created            BIGINT        NOT NULL,
  updated            BIGINT        NOT NULL
);
CREATE INDEX backup_storage_name ON backup_storage (lower(name), uuid);
CREATE INDEX backup_storage_created ON backup_storage (created, uuid);
CREATE INDEX backup_storage_file_system ON backup_storage (file_system);

CREATE TABLE backup_storage_zone (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  zone_uuid           VARCHAR(32) NOT NULL REFERENCES zone (uuid) ON DELETE CASCADE,
  created             BIGINT      NOT NULL,
  PRIMARY KEY (backup_storage_uuid, zone_uuid)
);
CREATE INDEX backup_storage_zone_zone ON backup_storage_zone (zone_uuid);

-- Room taken on a storage before bytes flow, given back by the transaction that ends the work.
CREATE TABLE reservation (
  uuid                VARCHAR(32) NOT NULL PRIMARY KEY,
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  job_uuid            VARCHAR(32) NOT NULL,
  size                BIGINT      NOT NULL,
  created             BIGINT      NOT NULL
);
CREATE INDEX reservation_storage ON reservation (backup_storage_uuid);
CREATE INDEX reservation_job ON reservation (job_uuid);

CREATE TABLE image (
  uuid          VARCHAR(32)   NOT NULL PRIMARY KEY,
  name          VARCHAR(255)  NOT NULL,
  description   VARCHAR(2048),
  state         VARCHAR(32)   NOT NULL,
  status        VARCHAR(32)   NOT NULL,
  size          BIGINT        NOT NULL, -- virtual
  actual_size   BIGINT        NOT NULL, -- of a copy
  md5           VARCHAR(32),
  sha256        VARCHAR(64),
  url           VARCHAR(2048) NOT NULL, -- masked
  media_type    VARCHAR(64)   NOT NULL,
  guest_os_type VARCHAR(255),
  platform      VARCHAR(64),
  architecture  VARCHAR(64),
  format        VARCHAR(32),
  is_system     BOOLEAN       NOT NULL,
  virtio        BOOLEAN       NOT NULL,
  account_uuid  VARCHAR(32)   NOT NULL,
  created       BIGINT        NOT NULL,
  updated       BIGINT        NOT NULL
);
CREATE INDEX image_name ON image (lower(name), uuid);
CREATE INDEX image_created ON image (created, uuid);
CREATE INDEX image_account ON image (account_uuid);

CREATE TABLE image_copy (
  image_uuid          VARCHAR(32)   NOT NULL REFERENCES image (uuid) ON DELETE CASCADE,
  backup_storage_uuid VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid),
  install_path        VARCHAR(4096) NOT NULL,
  status              VARCHAR(32)   NOT NULL,
  size                BIGINT        NOT NULL, -- bytes accounted for on the storage, the manifest's too
  sha256              VARCHAR(64),
  export_md5          VARCHAR(32),
  export_url          VARCHAR(2048),
  deleted             BIGINT,                 -- when it was put into status Deleted
  created             BIGINT        NOT NULL,
  updated             BIGINT        NOT NULL,
  PRIMARY KEY (image_uuid, backup_storage_uuid)
);
CREATE INDEX image_copy_storage ON image_copy (backup_storage_uuid, image_uuid);
CREATE INDEX image_copy_deleted ON image_copy (deleted);

CREATE TABLE volume_snapshot (
  uuid                         VARCHAR(32)  NOT NULL PRIMARY KEY,
  name                         VARCHAR(255) NOT NULL,
  description                  VARCHAR(2048),
  type                         VARCHAR(32)  NOT NULL,
  volume_uuid                  VARCHAR(32),
  tree_uuid                    VARCHAR(32),
  parent_uuid                  VARCHAR(32),
  primary_storage_uuid         VARCHAR(32),
  primary_storage_install_path VARCHAR(4096),
  volume_type                  VARCHAR(32),
  format                       VARCHAR(32),
  latest                       BOOLEAN      NOT NULL,
  size                         BIGINT       NOT NULL,
  distance                     INTEGER      NOT NULL,
  state                        VARCHAR(32)  NOT NULL,
  status                       VARCHAR(32)  NOT NULL,
  group_uuid                   VARCHAR(32),
  created                      BIGINT       NOT NULL,
  updated                      BIGINT       NOT NULL
);
CREATE INDEX volume_snapshot_name ON volume_snapshot (lower(name), uuid);
CREATE INDEX volume_snapshot_created ON volume_snapshot (created, uuid);

CREATE TABLE volume_snapshot_copy (
  volume_snapshot_uuid VARCHAR(32)   NOT NULL REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  backup_storage_uuid  VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid),
  install_path         VARCHAR(4096) NOT NULL,
  size                 BIGINT        NOT NULL,
  PRIMARY KEY (volume_snapshot_uuid, backup_storage_uuid)
);
CREATE INDEX volume_snapshot_copy_storage ON volume_snapshot_copy (backup_storage_uuid, volume_snapshot_uuid);

-- What lies on a storage and belongs to nobody any more: removed as soon as the storage can be reached.
CREATE TABLE garbage (
  uuid                VARCHAR(32)   NOT NULL PRIMARY KEY,
  backup_storage_uuid VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  path                VARCHAR(4096) NOT NULL, -- below the storage's root
  size                BIGINT        NOT NULL, -- still accounted for in used_capacity until it is gone
  reason              VARCHAR(255)  NOT NULL,
  attempts            INTEGER       NOT NULL,
  due                 BIGINT        NOT NULL,
  created             BIGINT        NOT NULL
);
CREATE INDEX garbage_due ON garbage (due);
CREATE INDEX garbage_storage ON garbage (backup_storage_uuid);

CREATE TABLE tag (
  uuid          VARCHAR(32)   NOT NULL PRIMARY KEY,
  resource_uuid VARCHAR(32)   NOT NULL,
  resource_type VARCHAR(64)   NOT NULL,
  kind          VARCHAR(16)   NOT NULL, -- User or System
  text          VARCHAR(2048) NOT NULL,
  inherent      BOOLEAN       NOT NULL,
  created       BIGINT        NOT NULL,
  updated       BIGINT        NOT NULL,
  UNIQUE (resource_uuid, kind, text)
);
CREATE INDEX tag_text ON tag (lower(text), kind);
CREATE INDEX tag_created ON tag (created, uuid);

CREATE TABLE global_config (
  id            INTEGER       NOT NULL PRIMARY KEY,
  category      VARCHAR(64)   NOT NULL,
  name          VARCHAR(128)  NOT NULL,
  description   VARCHAR(2048) NOT NULL,
  default_value VARCHAR(2048) NOT NULL,
  value         VARCHAR(2048) NOT NULL,
  UNIQUE (category, name)
);

CREATE TABLE job (
  uuid             VARCHAR(32)   NOT NULL PRIMARY KEY,
  operation        VARCHAR(64)   NOT NULL,
  version          INTEGER       NOT NULL,
  name             VARCHAR(255),
  description      VARCHAR(2048),
  account_uuid     VARCHAR(32)   NOT NULL,
  resource_uuid    VARCHAR(32),
  request          TEXT,                  -- encrypted; absent once the job is over
  shown_request    TEXT,                  -- without secrets
  state            VARCHAR(32)   NOT NULL,
  step             INTEGER       NOT NULL,
  step_name        VARCHAR(64),
  memory           TEXT,                  -- what the steps have to remember, encrypted
  progress         INTEGER       NOT NULL,
  outcome          TEXT,                  -- the reply or the error, as JSON
  node_uuid        VARCHAR(32),
  lease            BIGINT,                -- until when the node answers for it; absent once the job is over
  deadline         BIGINT,
  cancel_requested BOOLEAN       NOT NULL,
  web_hook         VARCHAR(2048),
  request_id       VARCHAR(64),
  created          BIGINT        NOT NULL,
  updated          BIGINT        NOT NULL,
  finished         BIGINT
);
CREATE INDEX job_lease ON job (lease);
CREATE INDEX job_finished ON job (finished);
CREATE INDEX job_resource ON job (resource_uuid);
CREATE INDEX job_created ON job (created, uuid);
CREATE INDEX job_web_hook ON job (finished) WHERE web_hook IS NOT NULL;

CREATE TABLE event (
  uuid          VARCHAR(32)  NOT NULL PRIMARY KEY,
  time          BIGINT       NOT NULL,
  resource_type VARCHAR(64)  NOT NULL,
  resource_uuid VARCHAR(32),
  resource_name VARCHAR(255),
  what          VARCHAR(64)  NOT NULL,
  from_value    VARCHAR(2048),
  to_value      VARCHAR(2048),
  reason        VARCHAR(2048),
  request_id    VARCHAR(64),
  job_uuid      VARCHAR(32)
);
CREATE INDEX event_time ON event (time, uuid);
CREATE INDEX event_resource ON event (resource_uuid, time);

CREATE TABLE audit (
  uuid         VARCHAR(32) NOT NULL PRIMARY KEY,
  time         BIGINT      NOT NULL,
  account_uuid VARCHAR(32),
  operation    VARCHAR(64) NOT NULL,
  resource_uuid VARCHAR(32),
  request_id   VARCHAR(64),
  job_uuid     VARCHAR(32),
  outcome      VARCHAR(32) NOT NULL, -- Accepted, Succeeded or the code of the error
  details      VARCHAR(2048)
);
CREATE INDEX audit_time ON audit (time);
CREATE INDEX audit_job ON audit (job_uuid);

CREATE TABLE management_node (
  uuid       VARCHAR(32)  NOT NULL PRIMARY KEY,
  host_name  VARCHAR(255) NOT NULL,
  joined     BIGINT       NOT NULL,
  heart_beat BIGINT       NOT NULL
);
