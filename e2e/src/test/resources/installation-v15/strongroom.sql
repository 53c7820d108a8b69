PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO flyway_schema_history VALUES(1,'1','catalog','SQL','V1__catalog.sql',1558673200,'','2026-11-29 12:05:21.883',204,1);
INSERT INTO flyway_schema_history VALUES(2,'2','powervc','SQL','V2__powervc.sql',-893681144,'','2026-11-29 12:05:22.294',152,1);
INSERT INTO flyway_schema_history VALUES(3,'4','closed by default','SQL','V4__closed_by_default.sql',-1066673773,'','2026-11-29 12:05:22.365',9,1);
INSERT INTO flyway_schema_history VALUES(4,'5','one space of uuids','SQL','V5__one_space_of_uuids.sql',446536456,'','2026-11-29 12:05:22.388',7,1);
INSERT INTO flyway_schema_history VALUES(5,'5.1','uuids go with resources','SQL','V5_1__uuids_go_with_resources.sql',-2052071617,'','2026-11-29 12:05:22.408',4,1);
INSERT INTO flyway_schema_history VALUES(6,'6','job epochs','SQL','V6__job_epochs.sql',1318889199,'','2026-11-29 12:05:22.437',10,1);
INSERT INTO flyway_schema_history VALUES(7,'7','former places','SQL','V7__former_places.sql',2083451748,'','2026-11-29 12:05:22.463',7,1);
INSERT INTO flyway_schema_history VALUES(8,'8','cluster','SQL','V8__cluster.sql',2117329367,'','2026-11-29 12:05:22.568',39,1);
INSERT INTO flyway_schema_history VALUES(9,'9','refused calls owners','SQL','V9__refused_calls_owners.sql',1346101426,'','2026-11-29 12:05:22.634',8,1);
INSERT INTO flyway_schema_history VALUES(10,'10','manifests and installation','SQL','V10__manifests_and_installation.sql',2135357075,'','2026-11-29 12:05:22.667',11,1);
INSERT INTO flyway_schema_history VALUES(11,'11','damaged copies','SQL','V11__damaged_copies.sql',1340637280,'','2026-11-29 12:05:22.755',68,1);
INSERT INTO flyway_schema_history VALUES(12,'12','maintenance','SQL','V12__maintenance.sql',-1576443325,'','2026-11-29 12:05:22.796',14,1);
INSERT INTO flyway_schema_history VALUES(13,'13','unsynced','SQL','V13__unsynced.sql',1978251886,'','2026-11-29 12:05:22.805',3,1);
INSERT INTO flyway_schema_history VALUES(14,'15','records','SQL','V15__records.sql',963810100,'','2026-11-29 12:05:22.874',37,1);
CREATE TABLE account (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  password    VARCHAR(512)  NOT NULL, -- argon2id of the SHA-512 in hexadecimal
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
);
INSERT INTO account VALUES('36c27e8ff05c4780bf6d2fa65700f22e','admin',NULL,'SystemAdmin','$argon2id$v=19$m=19456,t=2,p=1$1TtzVr8z46/8JOo4h9btpw$hjtzLNHowWLBsPZw4MhevDNQNcFkkx29T4IzCsYIemw',1795953937280,1795953937280);
INSERT INTO account VALUES('b7d253e7c6ba462c9663138a4a23cf2f','ann',NULL,'Normal','$argon2id$v=19$m=19456,t=2,p=1$i+7mU/+tLig06OAl5gbn8Q$8A4Euv3XKs4d5FPA7p8sUmDfU3vGOdobodttVcZam8o',1795953964322,1795953964322);
CREATE TABLE zone (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(255) NOT NULL,
  description VARCHAR(2048),
  state       VARCHAR(32)  NOT NULL,
  is_default  BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
INSERT INTO zone VALUES('3970d58e28ed4ea393888c524dc5b80f','zone1',NULL,'Enabled',1,1795953937501,1795953937501);
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
, status_reason_kind VARCHAR(32), maintenance VARCHAR(32), allow_unsynced BOOLEAN NOT NULL DEFAULT FALSE);
INSERT INTO backup_storage VALUES('1a9589007c0342c5aa66479f30b6ef19','local',NULL,'@directory@/data/storage/local','FileSystemBackupStorage','Enabled','Connected',NULL,270553174016,78138026669,1363,0,'local/65024','@directory@/data/storage/local',NULL,NULL,NULL,NULL,NULL,NULL,0,1795953938225,1795953939421,NULL,NULL,0);
CREATE TABLE backup_storage_zone (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  zone_uuid           VARCHAR(32) NOT NULL REFERENCES zone (uuid) ON DELETE CASCADE,
  created             BIGINT      NOT NULL,
  PRIMARY KEY (backup_storage_uuid, zone_uuid)
);
INSERT INTO backup_storage_zone VALUES('1a9589007c0342c5aa66479f30b6ef19','3970d58e28ed4ea393888c524dc5b80f',1795953938396);
CREATE TABLE reservation (
  uuid                VARCHAR(32) NOT NULL PRIMARY KEY,
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  job_uuid            VARCHAR(32) NOT NULL,
  size                BIGINT      NOT NULL,
  created             BIGINT      NOT NULL
);
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
, group_uuid VARCHAR(32), boot_order INTEGER);
INSERT INTO image VALUES('71a247a521e14dd38a186c8a7243e511','old',NULL,'Enabled','Ready',600,600,NULL,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c','http://127.0.0.1:18231/disk.raw','RootVolumeTemplate',NULL,'Linux',NULL,'raw',0,1,'36c27e8ff05c4780bf6d2fa65700f22e',1795953956098,1795953957273,NULL,NULL);
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
  updated             BIGINT        NOT NULL, manifest_wanted  BIGINT NOT NULL DEFAULT 0, manifest_written BIGINT NOT NULL DEFAULT 0, damaged_at BIGINT, damage VARCHAR(2048), last_verified BIGINT, checked BIGINT, revision BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (image_uuid, backup_storage_uuid)
);
INSERT INTO image_copy VALUES('71a247a521e14dd38a186c8a7243e511','1a9589007c0342c5aa66479f30b6ef19','@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/71a247a521e14dd38a186c8a7243e511/old.template','Ready',1363,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c',NULL,NULL,NULL,1795953956109,1795953957248,1,1,NULL,NULL,1795953957248,1795953957248,0);
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
CREATE TABLE volume_snapshot_copy (
  volume_snapshot_uuid VARCHAR(32)   NOT NULL REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  backup_storage_uuid  VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid),
  install_path         VARCHAR(4096) NOT NULL,
  size                 BIGINT        NOT NULL,
  PRIMARY KEY (volume_snapshot_uuid, backup_storage_uuid)
);
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
INSERT INTO tag VALUES('91d0af9f0d9744c483ea88557e48b280','71a247a521e14dd38a186c8a7243e511','ImageVO','User','kept',0,1795953961416,1795953961416);
CREATE TABLE global_config (
  id            INTEGER       NOT NULL PRIMARY KEY,
  category      VARCHAR(64)   NOT NULL,
  name          VARCHAR(128)  NOT NULL,
  description   VARCHAR(2048) NOT NULL,
  default_value VARCHAR(2048) NOT NULL,
  value         VARCHAR(2048) NOT NULL,
  UNIQUE (category, name)
);
INSERT INTO global_config VALUES(1,'backupStorage','ping.interval','seconds between two pings of a backup storage','60','60');
INSERT INTO global_config VALUES(2,'backupStorage','ping.parallelismDegree','the most backup storages that are pinged at the same time','50','50');
INSERT INTO global_config VALUES(3,'backupStorage','ping.timeout','seconds after which a ping counts as lost','10','10');
INSERT INTO global_config VALUES(4,'backupStorage','reservedCapacity','room that is kept free on every backup storage','1G','1G');
INSERT INTO global_config VALUES(5,'backupStorage','connection.autoReconnectOnError','whether a Disconnected backup storage is connected anew by itself','true','true');
INSERT INTO global_config VALUES(6,'backupStorage','connection.autoReconnectOnError.maxAttemptsNum','automatic reconnects that may fail before they end; 0 is no limit','0','0');
INSERT INTO global_config VALUES(7,'backupStorage','ping.maxFailure','kept for existing clients; one lost ping is enough','3','3');
INSERT INTO global_config VALUES(8,'backupStorage','ping.sleepPeriodAfterFailure','kept for existing clients, without effect','1','1');
INSERT INTO global_config VALUES(9,'image','deletionPolicy','Delay keeps deleted images until expungePeriod, Direct removes them at once, Never keeps them','Delay','Delay');
INSERT INTO global_config VALUES(10,'image','expungePeriod','seconds for which a deleted image is kept','259200','259200');
INSERT INTO global_config VALUES(11,'image','expungeInterval','seconds between two searches for deleted images to expunge','3600','3600');
INSERT INTO global_config VALUES(12,'image','deletion.gcInterval','seconds between two attempts to remove what a storage could not remove','3600','3600');
INSERT INTO global_config VALUES(13,'image','download.localPath.blacklist','paths that file:/// urls may not name even if the whitelist has them, separated by semicolons','/*/.*;/*/~*;/etc/*;/usr/local/zstack/*;/var/log/*;/dev/*;/proc/*;/sys/*','/*/.*;/*/~*;/etc/*;/usr/local/zstack/*;/var/log/*;/dev/*;/proc/*;/sys/*');
INSERT INTO global_config VALUES(14,'image','download.localPath.whitelist','paths that administrators'' file:/// urls may name, after links are resolved, separated by semicolons; none if empty','','');
INSERT INTO global_config VALUES(15,'image','download.localPath.customFilter','which lists hold; the whitelist always does, the blacklist unless only whitelist is named','blacklist','blacklist');
INSERT INTO global_config VALUES(16,'image','upload.failure.tolerance.count','broken uploads after which the next has to start with a new image','3','3');
INSERT INTO global_config VALUES(17,'image','upload.max.idle.duration.in.seconds','seconds without a byte after which an upload is given up','30','30');
INSERT INTO global_config VALUES(18,'identity','session.timeout','seconds after its last use when a session ends','7200','7200');
INSERT INTO global_config VALUES(19,'identity','session.maxConcurrent','sessions that an account may have at the same time','500','500');
INSERT INTO global_config VALUES(20,'identity','session.cleanup.interval','seconds between two removals of ended sessions','3600','3600');
INSERT INTO global_config VALUES(21,'event','retention','seconds for which events and audit entries are kept','7776000','7776000');
INSERT INTO global_config VALUES(30,'job','retention','seconds for which jobs are kept after their end','2592000','2592000');
INSERT INTO global_config VALUES(40,'image','verify.interval','seconds after which what lies on a backup storage is read and proved again; 0 is never','2592000','2592000');
INSERT INTO global_config VALUES(41,'image','verify.bandwidth','bytes in a second that are read of each backup storage to prove what lies there; 0 is no limit','100M','100M');
INSERT INTO global_config VALUES(42,'image','upload.resumable.max.idle.duration.in.seconds','seconds after which a resumable upload that nobody goes on with is given up','86400','86400');
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
, session_digest VARCHAR(64), epoch INTEGER NOT NULL DEFAULT 1, caller TEXT, progress_done BIGINT, progress_total BIGINT, resource_name VARCHAR(255), bytes BIGINT, reason VARCHAR(2048), source VARCHAR(64));
INSERT INTO job VALUES('c94932ecda5147e8b0a1d10c5f2f52dd','AddImage',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','71a247a521e14dd38a186c8a7243e511',NULL,'{"name":"old","url":"http://127.0.0.1:18231/disk.raw","backupStorageUuids":["1a9589007c0342c5aa66479f30b6ef19"],"format":"raw","mediaType":"RootVolumeTemplate","platform":"Linux","system":false,"virtio":true,"tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',3,'describe',NULL,100,'{"inventory":{"uuid":"71a247a521e14dd38a186c8a7243e511","name":"old","description":null,"state":"Enabled","status":"Ready","size":600,"actualSize":600,"md5Sum":null,"sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","url":"http://127.0.0.1:18231/disk.raw","mediaType":"RootVolumeTemplate","guestOsType":null,"type":"zstack","platform":"Linux","architecture":null,"format":"raw","system":false,"virtio":true,"groupUuid":null,"bootOrder":null,"createDate":"2026-11-29T12:05:56.098Z","lastOpDate":"2026-11-29T12:05:57.273Z","backupStorageRefs":[{"imageUuid":"71a247a521e14dd38a186c8a7243e511","backupStorageUuid":"1a9589007c0342c5aa66479f30b6ef19","installPath":"@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/71a247a521e14dd38a186c8a7243e511/old.template","status":"Ready","sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","damagedDate":null,"damage":null,"lastVerified":"2026-11-29T12:05:57.248Z","exportMd5Sum":null,"exportUrl":null,"createDate":"2026-11-29T12:05:56.109Z","lastOpDate":"2026-11-29T12:05:57.248Z"}],"systemTags":[]}}','a1cc4aa2725e4b9bb2f97a91bb27af9a',NULL,1796213156113,0,NULL,'req-b3ad1760-18f1-45dc-9d5c-15afa9827fb8',1795953956113,1795953957311,1795953957311,'cdd7fc6c7cf40072290b515cea84a87d40b10a5986fd365d119aff90992721b6',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'old',600,NULL,'127.0.0.1');
INSERT INTO job VALUES('bc6afa86074b4649ac4f30561475a5d4','CreateUserTag',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"91d0af9f0d9744c483ea88557e48b280","resourceUuid":"71a247a521e14dd38a186c8a7243e511","resourceType":"ImageVO","tag":"kept","type":"User","createDate":"2026-11-29T12:06:01.416201950Z","lastOpDate":"2026-11-29T12:06:01.416201950Z"}}',NULL,NULL,NULL,0,NULL,'req-5fab1497-8e13-4c15-b04e-c890f20581ba',1795953961418,1795953961418,1795953961418,'cdd7fc6c7cf40072290b515cea84a87d40b10a5986fd365d119aff90992721b6',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('344d5531dec343fa99702d8ac0d35978','CreateAccount',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"b7d253e7c6ba462c9663138a4a23cf2f","name":"ann","description":null,"type":"Normal","createDate":"2026-11-29T12:06:04.322Z","lastOpDate":"2026-11-29T12:06:04.322Z"}}',NULL,NULL,NULL,0,NULL,'req-27de00d9-9594-40c9-a7ec-d324a4abe688',1795953964327,1795953964327,1795953964327,'cdd7fc6c7cf40072290b515cea84a87d40b10a5986fd365d119aff90992721b6',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
, occurrences INTEGER NOT NULL DEFAULT 1, first_time BIGINT);
INSERT INTO event VALUES('c16d4dd33d81487b8e1681b7b6f73e0b',1795953937532,'ZoneVO','3970d58e28ed4ea393888c524dc5b80f','zone1','Created',NULL,NULL,NULL,'first-start','8395ddcf47c144ee9190035ece5d8566',1,NULL);
INSERT INTO event VALUES('1e4af9ab029f40d0b0513d78bf4b7266',1795953938351,'BackupStorageVO','1a9589007c0342c5aa66479f30b6ef19','local','Created',NULL,NULL,NULL,'first-start','8395ddcf47c144ee9190035ece5d8566',1,NULL);
INSERT INTO event VALUES('282756aeb5af4307899f498af51a3fee',1795953938406,'BackupStorageVO','1a9589007c0342c5aa66479f30b6ef19','local','AttachedToZone',NULL,'3970d58e28ed4ea393888c524dc5b80f',NULL,'first-start','8395ddcf47c144ee9190035ece5d8566',1,NULL);
INSERT INTO event VALUES('a4f40842db644e4a90d8afbcaf54bc64',1795953938467,'ProjectVO','36c27e8ff05c4780bf6d2fa65700f22f','admin','Created',NULL,NULL,NULL,'first-start','b0f8601c49fb4ec0af80d1b762ff1900',1,NULL);
INSERT INTO event VALUES('f60b9eb9615a4ea9940526e2525deefe',1795953939437,'BackupStorageVO','1a9589007c0342c5aa66479f30b6ef19','local','StatusChanged','Connecting','Connected',NULL,'first-start','fcd4370289c74496966f13f9bde83f29',1,NULL);
INSERT INTO event VALUES('e5940ac3239b421382677f6fda1e2bfa',1795953957274,'ImageVO','71a247a521e14dd38a186c8a7243e511','old','Created',NULL,NULL,NULL,'req-b3ad1760-18f1-45dc-9d5c-15afa9827fb8','c94932ecda5147e8b0a1d10c5f2f52dd',1,NULL);
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
, source VARCHAR(64), finished BIGINT, linked INTEGER NOT NULL DEFAULT 0);
INSERT INTO audit VALUES('b19b0225d2c8455e91f4ddfbeeb60fd6',1795953949397,'36c27e8ff05c4780bf6d2fa65700f22e','LogIn','36c27e8ff05c4780bf6d2fa65700f22e','req-578bc437-d2c7-407b-984b-bb4bca399b02',NULL,'Succeeded',NULL,'127.0.0.1',1795953949397,2);
INSERT INTO audit VALUES('847f93524180463495d18650bb9f4b88',1795953956174,'36c27e8ff05c4780bf6d2fa65700f22e','AddImage','71a247a521e14dd38a186c8a7243e511','req-b3ad1760-18f1-45dc-9d5c-15afa9827fb8','c94932ecda5147e8b0a1d10c5f2f52dd','Succeeded',NULL,'127.0.0.1',1795953957338,2);
INSERT INTO audit VALUES('36e0e51d2d4a42509f284a93830dca7a',1795953961430,'36c27e8ff05c4780bf6d2fa65700f22e','CreateUserTag','91d0af9f0d9744c483ea88557e48b280','req-5fab1497-8e13-4c15-b04e-c890f20581ba','bc6afa86074b4649ac4f30561475a5d4','Succeeded',NULL,'127.0.0.1',1795953961430,2);
INSERT INTO audit VALUES('65e6280b74fb413db816667af7c25e08',1795953964334,'36c27e8ff05c4780bf6d2fa65700f22e','CreateAccount','b7d253e7c6ba462c9663138a4a23cf2f','req-27de00d9-9594-40c9-a7ec-d324a4abe688','344d5531dec343fa99702d8ac0d35978','Succeeded',NULL,'127.0.0.1',1795953964334,2);
CREATE TABLE management_node (
  uuid       VARCHAR(32)  NOT NULL PRIMARY KEY,
  host_name  VARCHAR(255) NOT NULL,
  joined     BIGINT       NOT NULL,
  heart_beat BIGINT       NOT NULL
);
CREATE TABLE project (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(64)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  enabled     BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
INSERT INTO project VALUES('36c27e8ff05c4780bf6d2fa65700f22f','admin',NULL,1,1795953938464,1795953938464);
CREATE TABLE role_assignment (
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) NOT NULL REFERENCES project (uuid) ON DELETE CASCADE,
  role         VARCHAR(32) NOT NULL, -- admin or reader
  created      BIGINT      NOT NULL,
  PRIMARY KEY (account_uuid, project_uuid, role)
);
INSERT INTO role_assignment VALUES('36c27e8ff05c4780bf6d2fa65700f22e','36c27e8ff05c4780bf6d2fa65700f22f','admin',1795953938475);
CREATE TABLE token (
  digest       VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the token, which is kept nowhere
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) REFERENCES project (uuid) ON DELETE CASCADE, -- none: unscoped
  audit_id     VARCHAR(32) NOT NULL,
  issued       BIGINT      NOT NULL,
  expires      BIGINT      NOT NULL
);
CREATE TABLE counter (
  name  VARCHAR(64) NOT NULL PRIMARY KEY,
  value BIGINT      NOT NULL
);
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
  updated       BIGINT        NOT NULL, checked BIGINT, last_verified BIGINT,
  UNIQUE (storage_uuid, path)
);
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
CREATE TABLE bucket_garbage (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  bucket_uuid VARCHAR(32)   NOT NULL REFERENCES bucket (uuid) ON DELETE CASCADE,
  object_name VARCHAR(1024) NOT NULL,
  created     BIGINT        NOT NULL
);
CREATE TABLE bucket_use (
  bucket_uuid VARCHAR(32) NOT NULL REFERENCES bucket (uuid) ON DELETE CASCADE,
  job_uuid    VARCHAR(32) NOT NULL,
  PRIMARY KEY (bucket_uuid, job_uuid)
);
CREATE TABLE session (
  digest       VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of its uuid, which is kept nowhere
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  created      BIGINT      NOT NULL,
  expires      BIGINT      NOT NULL
);
CREATE TABLE resource (
  uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  type VARCHAR(64) NOT NULL -- as tags name it
);
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22e','AccountVO');
INSERT INTO resource VALUES('3970d58e28ed4ea393888c524dc5b80f','ZoneVO');
INSERT INTO resource VALUES('1a9589007c0342c5aa66479f30b6ef19','BackupStorageVO');
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22f','ProjectVO');
INSERT INTO resource VALUES('71a247a521e14dd38a186c8a7243e511','ImageVO');
INSERT INTO resource VALUES('b7d253e7c6ba462c9663138a4a23cf2f','AccountVO');
CREATE TABLE former_resource (
  uuid  VARCHAR(32) NOT NULL PRIMARY KEY,
  lives INTEGER     NOT NULL
);
CREATE TABLE key_check (
  name   VARCHAR(32) NOT NULL PRIMARY KEY,
  sealed TEXT        NOT NULL
);
INSERT INTO key_check VALUES('key.json','AZpe+FKNWxn+VLsTRII8840jnTEJYCADyztgtH1FOXoTNjZo6pzvr/2xrA==');
CREATE TABLE refused_call (
  job_uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  error    TEXT        NOT NULL,
  expires  BIGINT      NOT NULL
, account_uuid VARCHAR(32) NOT NULL DEFAULT '', session_digest VARCHAR(64));
CREATE TABLE upload_wish (
  image_uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  node_uuid  VARCHAR(32) NOT NULL, -- where they are
  refused    BOOLEAN     NOT NULL, -- others are coming already
  asked      BIGINT      NOT NULL
);
CREATE TABLE installation (
  id      INTEGER     NOT NULL PRIMARY KEY, -- always 1
  uuid    VARCHAR(32) NOT NULL,
  created BIGINT      NOT NULL
);
INSERT INTO installation VALUES(1,'682608941cdb4c0dbff5391921ff3b00',1795953938933);
CREATE TABLE audit_link (
  number     BIGINT      NOT NULL PRIMARY KEY,
  audit_uuid VARCHAR(32),                                            -- null in the anchor, whose entry was forgotten
  part       VARCHAR(16) NOT NULL,                                   -- Accepted, Ended, Whole or Anchor
  digest     VARCHAR(64) NOT NULL
);
INSERT INTO audit_link VALUES(1,'b19b0225d2c8455e91f4ddfbeeb60fd6','Whole','f4ac2cf8f347cdd6ff980f412b5d18786a4ca238c88eb2692b5e33974623dce4');
INSERT INTO audit_link VALUES(2,'847f93524180463495d18650bb9f4b88','Whole','86a0b4e2bb37824e18f403e6d4db0072ec58f745969a63d478d619a6074103e6');
INSERT INTO audit_link VALUES(3,'36e0e51d2d4a42509f284a93830dca7a','Whole','4ca56cf866af0d7f033265db35acb134c3796f4b84dc91d41376ceda3eba5131');
INSERT INTO audit_link VALUES(4,'65e6280b74fb413db816667af7c25e08','Whole','39dae317096bd38c9814683dbfd4df2d5ed6b5d1c533ba4198eb2e129ee10f1d');
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX zone_name ON zone (lower(name), uuid);
CREATE INDEX zone_created ON zone (created, uuid);
CREATE INDEX backup_storage_name ON backup_storage (lower(name), uuid);
CREATE INDEX backup_storage_created ON backup_storage (created, uuid);
CREATE INDEX backup_storage_file_system ON backup_storage (file_system);
CREATE INDEX backup_storage_zone_zone ON backup_storage_zone (zone_uuid);
CREATE INDEX reservation_storage ON reservation (backup_storage_uuid);
CREATE INDEX reservation_job ON reservation (job_uuid);
CREATE INDEX image_name ON image (lower(name), uuid);
CREATE INDEX image_created ON image (created, uuid);
CREATE INDEX image_account ON image (account_uuid);
CREATE INDEX image_copy_storage ON image_copy (backup_storage_uuid, image_uuid);
CREATE INDEX image_copy_deleted ON image_copy (deleted);
CREATE INDEX volume_snapshot_name ON volume_snapshot (lower(name), uuid);
CREATE INDEX volume_snapshot_created ON volume_snapshot (created, uuid);
CREATE INDEX volume_snapshot_copy_storage ON volume_snapshot_copy (backup_storage_uuid, volume_snapshot_uuid);
CREATE INDEX garbage_due ON garbage (due);
CREATE INDEX garbage_storage ON garbage (backup_storage_uuid);
CREATE INDEX tag_text ON tag (lower(text), kind);
CREATE INDEX tag_created ON tag (created, uuid);
CREATE INDEX job_lease ON job (lease);
CREATE INDEX job_finished ON job (finished);
CREATE INDEX job_resource ON job (resource_uuid);
CREATE INDEX job_created ON job (created, uuid);
CREATE INDEX job_web_hook ON job (finished) WHERE web_hook IS NOT NULL;
CREATE INDEX event_time ON event (time, uuid);
CREATE INDEX event_resource ON event (resource_uuid, time);
CREATE INDEX audit_time ON audit (time);
CREATE INDEX audit_job ON audit (job_uuid);
CREATE INDEX project_created ON project (created, uuid);
CREATE INDEX role_assignment_project ON role_assignment (project_uuid);
CREATE INDEX token_account ON token (account_uuid);
CREATE INDEX token_expires ON token (expires);
CREATE INDEX backup_node_project ON backup_node (project_uuid);
CREATE INDEX bucket_created ON bucket (created, uuid);
CREATE INDEX image_backup_name ON image_backup (lower(name), uuid);
CREATE INDEX image_backup_created ON image_backup (created, uuid);
CREATE INDEX image_backup_project ON image_backup (project_uuid);
CREATE INDEX image_backup_bucket ON image_backup (bucket_uuid);
CREATE INDEX bucket_upload_job ON bucket_upload (job_uuid);
CREATE INDEX bucket_garbage_bucket ON bucket_garbage (bucket_uuid);
CREATE INDEX bucket_use_job ON bucket_use (job_uuid);
CREATE INDEX image_group ON image (group_uuid, boot_order);
CREATE INDEX session_account ON session (account_uuid);
CREATE INDEX session_expires ON session (expires);
CREATE INDEX refused_call_expires ON refused_call (expires);
CREATE INDEX image_copy_stale ON image_copy (backup_storage_uuid, image_uuid) WHERE manifest_wanted <> manifest_written;
CREATE INDEX image_copy_damaged ON image_copy (damaged_at) WHERE damaged_at IS NOT NULL;
CREATE INDEX audit_unlinked ON audit (time, uuid) WHERE linked < 2;
CREATE INDEX audit_link_entry ON audit_link (audit_uuid);
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
CREATE TRIGGER resource_of_zone AFTER DELETE ON zone
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ZoneVO';
END;
CREATE TRIGGER resource_of_backup_storage AFTER DELETE ON backup_storage
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'BackupStorageVO';
END;
CREATE TRIGGER resource_of_volume_snapshot AFTER DELETE ON volume_snapshot
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'VolumeSnapshotVO';
END;
CREATE TRIGGER resource_of_account AFTER DELETE ON account
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'AccountVO';
END;
CREATE TRIGGER resource_of_project AFTER DELETE ON project
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ProjectVO';
END;
CREATE TRIGGER resource_of_image_backup AFTER DELETE ON image_backup
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ImageBackupVO';
END;
CREATE TRIGGER resource_of_bucket AFTER DELETE ON bucket
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'BucketVO';
END;
CREATE TRIGGER resource_of_image AFTER DELETE ON image
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ImageVO';
END;
COMMIT;
