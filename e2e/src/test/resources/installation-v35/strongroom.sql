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
INSERT INTO flyway_schema_history VALUES(1,'1','catalog','SQL','V1__catalog.sql',1558673200,'','2026-11-30 06:17:26.492',131,1);
INSERT INTO flyway_schema_history VALUES(2,'2','powervc','SQL','V2__powervc.sql',-893681144,'','2026-11-30 06:17:26.731',107,1);
INSERT INTO flyway_schema_history VALUES(3,'4','closed by default','SQL','V4__closed_by_default.sql',-1066673773,'','2026-11-30 06:17:26.833',25,1);
INSERT INTO flyway_schema_history VALUES(4,'5','one space of uuids','SQL','V5__one_space_of_uuids.sql',446536456,'','2026-11-30 06:17:26.916',20,1);
INSERT INTO flyway_schema_history VALUES(5,'5.1','uuids go with resources','SQL','V5_1__uuids_go_with_resources.sql',-2052071617,'','2026-11-30 06:17:27.032',36,1);
INSERT INTO flyway_schema_history VALUES(6,'6','job epochs','SQL','V6__job_epochs.sql',1318889199,'','2026-11-30 06:17:27.079',29,1);
INSERT INTO flyway_schema_history VALUES(7,'7','former places','SQL','V7__former_places.sql',2083451748,'','2026-11-30 06:17:27.118',1,1);
INSERT INTO flyway_schema_history VALUES(8,'8','cluster','SQL','V8__cluster.sql',2117329367,'','2026-11-30 06:17:27.159',10,1);
INSERT INTO flyway_schema_history VALUES(9,'9','refused calls owners','SQL','V9__refused_calls_owners.sql',1346101426,'','2026-11-30 06:17:27.308',122,1);
INSERT INTO flyway_schema_history VALUES(10,'10','manifests and installation','SQL','V10__manifests_and_installation.sql',2135357075,'','2026-11-30 06:17:27.406',45,1);
INSERT INTO flyway_schema_history VALUES(11,'11','damaged copies','SQL','V11__damaged_copies.sql',1340637280,'','2026-11-30 06:17:27.472',32,1);
INSERT INTO flyway_schema_history VALUES(12,'12','maintenance','SQL','V12__maintenance.sql',-1576443325,'','2026-11-30 06:17:27.522',9,1);
INSERT INTO flyway_schema_history VALUES(13,'13','unsynced','SQL','V13__unsynced.sql',1978251886,'','2026-11-30 06:17:27.548',2,1);
INSERT INTO flyway_schema_history VALUES(14,'15','records','SQL','V15__records.sql',963810100,'','2026-11-30 06:17:27.744',127,1);
INSERT INTO flyway_schema_history VALUES(15,'16','holes of images','SQL','V16__holes_of_images.sql',881428473,'','2026-11-30 06:17:27.811',5,1);
INSERT INTO flyway_schema_history VALUES(16,'17','orders of images','SQL','V17__orders_of_images.sql',-1566606210,'','2026-11-30 06:17:27.863',5,1);
INSERT INTO flyway_schema_history VALUES(17,'18','object stores','SQL','V18__object_stores.sql',-1688087746,'','2026-11-30 06:17:27.960',74,1);
INSERT INTO flyway_schema_history VALUES(18,'19','copies under way','SQL','V19__copies_under_way.sql',965630983,'','2026-11-30 06:17:28.084',28,1);
INSERT INTO flyway_schema_history VALUES(19,'20','volumes','SQL','V20__volumes.sql',-1783380692,'','2026-11-30 06:17:28.176',63,1);
INSERT INTO flyway_schema_history VALUES(20,'20.1','uuids go with volumes','SQL','V20_1__uuids_go_with_volumes.sql',-1680656482,'','2026-11-30 06:17:28.212',1,1);
INSERT INTO flyway_schema_history VALUES(21,'21','buckets are storages','SQL','V21__buckets_are_storages.sql',1984958864,'','2026-11-30 06:17:28.417',116,1);
INSERT INTO flyway_schema_history VALUES(22,'22','console sessions','SQL','V22__console_sessions.sql',-1505334750,'','2026-11-30 06:17:28.458',12,1);
INSERT INTO flyway_schema_history VALUES(23,'23','clean ups','SQL','V23__clean_ups.sql',1852339276,'','2026-11-30 06:17:28.568',85,1);
INSERT INTO flyway_schema_history VALUES(24,'25','snapshots elsewhere','SQL','V25__snapshots_elsewhere.sql',-646804244,'','2026-11-30 06:17:28.620',28,1);
INSERT INTO flyway_schema_history VALUES(25,'26','repository passwords','SQL','V26__repository_passwords.sql',-972818496,'','2026-11-30 06:17:28.735',50,1);
INSERT INTO flyway_schema_history VALUES(26,'28','capacity samples','SQL','V28__capacity_samples.sql',-1208960119,'','2026-11-30 06:17:28.770',20,1);
INSERT INTO flyway_schema_history VALUES(27,'29','notifications','SQL','V29__notifications.sql',-1650878310,'','2026-11-30 06:17:28.782',1,1);
INSERT INTO flyway_schema_history VALUES(28,'29.1','uuids go with notification targets','SQL','V29_1__uuids_go_with_notification_targets.sql',-1204413031,'','2026-11-30 06:17:28.813',0,1);
INSERT INTO flyway_schema_history VALUES(29,'30','shared by nodes','SQL','V30__shared_by_nodes.sql',1397787792,'','2026-11-30 06:17:28.907',19,1);
INSERT INTO flyway_schema_history VALUES(30,'33','repositories taken over','SQL','V33__repositories_taken_over.sql',831089,'','2026-11-30 06:17:29.110',168,1);
INSERT INTO flyway_schema_history VALUES(31,'35','schedules and sessions','SQL','V35__schedules_and_sessions.sql',-933425029,'','2026-11-30 06:17:29.157',27,1);
INSERT INTO flyway_schema_history VALUES(32,'35.1','uuids go with schedules','SQL','V35_1__uuids_go_with_schedules.sql',949555970,'','2026-11-30 06:17:29.204',14,1);
CREATE TABLE account (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  password    VARCHAR(512)  NOT NULL, -- argon2id of the SHA-512 in hexadecimal
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
);
INSERT INTO account VALUES('36c27e8ff05c4780bf6d2fa65700f22e','admin',NULL,'SystemAdmin','$argon2id$v=19$m=19456,t=2,p=1$0vH8dTlNKGkF0dAf/HgUxw$WRozCvb5gEqgpgn3KDXMoCR4E0QOob+sSdxrIN/EO9k',1796019452420,1796019452420);
INSERT INTO account VALUES('ad649d3aa5b24274abd2441f3ffa489d','ann',NULL,'Normal','$argon2id$v=19$m=19456,t=2,p=1$lIJHU1H4slNLQsZdfMEdaw$XEGCuUI6pWpLi7R4dVm4V8jDPDk+KQ7xal0asLbKWVY',1796019459223,1796019459223);
CREATE TABLE zone (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(255) NOT NULL,
  description VARCHAR(2048),
  state       VARCHAR(32)  NOT NULL,
  is_default  BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
INSERT INTO zone VALUES('30e94d3c897145dcb74797b4074f0fc1','zone1',NULL,'Enabled',0,1796019457134,1796019457134);
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
, status_reason_kind VARCHAR(32), maintenance VARCHAR(32), allow_unsynced BOOLEAN NOT NULL DEFAULT FALSE, endpoint VARCHAR(2048), bucket_name VARCHAR(256), prefix VARCHAR(512), region VARCHAR(255), store_options TEXT, given_capacity BIGINT);
INSERT INTO backup_storage VALUES('22b75b35c815409eb3547d2a9bc58d49','local',NULL,'@directory@/data/storage/local','FileSystemBackupStorage','Enabled','Connected',NULL,270553174016,80691344202,3254,0,'local/65024','@directory@/data/storage/local',NULL,NULL,NULL,NULL,NULL,NULL,0,1796019456227,1796019456532,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO backup_storage VALUES('ac6ff24f5fef4666ac691c434c31458b','cos1',NULL,'s3://ovas/strongroom-ac6ff24f5fef4666ac691c434c31458b','S3BackupStorage','Enabled','Connected',NULL,9007199254740991,9007199254740991,0,0,NULL,'s3://ovas/strongroom-ac6ff24f5fef4666ac691c434c31458b',NULL,'owner',NULL,'AePQ6VHdP/yCmZONj3ZDvDYlhXOnLZz0tgOnKL7SK0eTK6krLkcbuviAD+geEt5brJ5SikXErWA=',NULL,NULL,0,1796019468223,1796019477584,NULL,NULL,0,'http://127.0.0.1:40113','ovas','strongroom-ac6ff24f5fef4666ac691c434c31458b','us-east-1','{"addressing":"AUTO"}',NULL);
CREATE TABLE backup_storage_zone (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  zone_uuid           VARCHAR(32) NOT NULL REFERENCES zone (uuid) ON DELETE CASCADE,
  created             BIGINT      NOT NULL,
  PRIMARY KEY (backup_storage_uuid, zone_uuid)
);
INSERT INTO backup_storage_zone VALUES('22b75b35c815409eb3547d2a9bc58d49','30e94d3c897145dcb74797b4074f0fc1',1796019457405);
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
, group_uuid VARCHAR(32), boot_order INTEGER, file_length BIGINT);
INSERT INTO image VALUES('32fb55cbe81445ad8b738cff504de77f','old',NULL,'Enabled','Ready',600,600,NULL,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c','file://@directory@/disks/image.raw','RootVolumeTemplate',NULL,'Linux',NULL,'raw',0,1,'36c27e8ff05c4780bf6d2fa65700f22e',1796019459623,1796019460776,NULL,NULL,600);
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
  updated             BIGINT        NOT NULL, manifest_wanted  BIGINT NOT NULL DEFAULT 0, manifest_written BIGINT NOT NULL DEFAULT 0, damaged_at BIGINT, damage VARCHAR(2048), last_verified BIGINT, checked BIGINT, revision BIGINT NOT NULL DEFAULT 0, job_uuid VARCHAR(32),
  PRIMARY KEY (image_uuid, backup_storage_uuid)
);
INSERT INTO image_copy VALUES('32fb55cbe81445ad8b738cff504de77f','22b75b35c815409eb3547d2a9bc58d49','@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/32fb55cbe81445ad8b738cff504de77f/old.template','Ready',1392,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c',NULL,NULL,NULL,1796019459625,1796019460772,1,1,NULL,NULL,1796019460772,1796019460772,0,NULL);
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
, account_uuid VARCHAR(32), repository_host VARCHAR(255), access TEXT, host_key TEXT);
INSERT INTO volume_snapshot VALUES('58274fe58ee1419ebcf50757eec0e831','disk',NULL,'Storage','2eb52759746442e3beacc143f660ecb3','2eb52759746442e3beacc143f660ecb3',NULL,NULL,NULL,'Data','raw',1,8192,1,'Enabled','Ready',NULL,1796019462257,1796019467166,'36c27e8ff05c4780bf6d2fa65700f22e','disk-2eb52759',NULL,NULL);
CREATE TABLE volume_snapshot_copy (
  volume_snapshot_uuid VARCHAR(32)   NOT NULL REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  backup_storage_uuid  VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid),
  install_path         VARCHAR(4096) NOT NULL,
  size                 BIGINT        NOT NULL, status VARCHAR(32) NOT NULL DEFAULT 'Ready', snapshot_id VARCHAR(64), logical_size BIGINT, new_size BIGINT, stored_size BIGINT, last_verified BIGINT, checked BIGINT, damage VARCHAR(2048), job_uuid VARCHAR(32), file VARCHAR(8192), file_format VARCHAR(32),
  PRIMARY KEY (volume_snapshot_uuid, backup_storage_uuid)
);
INSERT INTO volume_snapshot_copy VALUES('58274fe58ee1419ebcf50757eec0e831','22b75b35c815409eb3547d2a9bc58d49','@directory@/data/storage/local/repository/snapshots/e52301b533f704581cc78e9cbf2d0c84df0ffd853d5fef4348852d31b77e376e',0,'Ready','e52301b533f704581cc78e9cbf2d0c84df0ffd853d5fef4348852d31b77e376e',8192,8480,442,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO tag VALUES('d9819234391140ae8d9fb8838d455d73','32fb55cbe81445ad8b738cff504de77f','ImageVO','User','kept',0,1796019460881,1796019460881);
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
INSERT INTO global_config VALUES(14,'image','download.localPath.whitelist','paths that administrators'' file:/// urls may name, after links are resolved, separated by semicolons; none if empty','','@directory@/disks');
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
INSERT INTO global_config VALUES(60,'repository','clean.interval','seconds after which a repository of volume snapshots is cleaned up although nothing was deleted; 0 is never by itself, not even after deletions','604800','604800');
INSERT INTO global_config VALUES(61,'repository','clean.grace','seconds for which what a clean-up found dead stays on the storage, for those who read by an older index','86400','86400');
INSERT INTO global_config VALUES(62,'notification','capacity.percent','used and reserved part of a backup storage, in percent, from which on notification targets are told; 0 is never','90','90');
INSERT INTO global_config VALUES(63,'notification','away.minutes','minutes for which a backup storage is away before notification targets are told','10','10');
INSERT INTO global_config VALUES(64,'schedule','backups.atOnce','the most backups of volumes by schedules that run at the same time; others wait for their end','10','10');
INSERT INTO global_config VALUES(65,'repository','bandwidth.limit','bytes in a second that all backups, restores, exports and clean-ups of volume snapshots together read and write of each backup storage, on each node; 0 is no limit','0','0');
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
INSERT INTO job VALUES('319452049583453cb5dce1e087bdb760','UpdateGlobalConfig',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"id":14,"name":"download.localPath.whitelist","category":"image","description":"paths that administrators'' file:/// urls may name, after links are resolved, separated by semicolons; none if empty","defaultValue":"","value":"@directory@/disks"}}',NULL,NULL,NULL,0,NULL,'req-fb1c8edc-acf5-453b-9522-d788d05980a6',1796019455978,1796019455978,1796019455978,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('249fceb52b8a41858eabf23a1fb72e21','AddFileSystemBackupStorage',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','22b75b35c815409eb3547d2a9bc58d49',NULL,'{"name":"local","url":"@directory@/data/storage/local","importImages":false,"takeOver":false,"tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',1,'import',NULL,100,'{"inventory":{"uuid":"22b75b35c815409eb3547d2a9bc58d49","name":"local","description":null,"url":"@directory@/data/storage/local","totalCapacity":270553174016,"availableCapacity":270553174016,"availablePhysicalCapacity":80691347456,"type":"FileSystemBackupStorage","state":"Enabled","maintenance":null,"status":"Connected","statusReason":null,"attachedZoneUuids":[],"hostname":null,"username":null,"sshPort":null,"hostKeyFingerprint":null,"presentedHostKeyFingerprint":null,"allowUnsynced":false,"endpoint":null,"bucketName":null,"prefix":null,"region":null,"repositorySize":null,"repositoryUniqueSize":null,"repositorySharedSize":null,"repositoryReclaimableSize":null,"createDate":"2026-11-30T06:17:36.227Z","lastOpDate":"2026-11-30T06:17:36.532Z"}}','9e1ab40412434602ba1cb0cb8d0eb471',NULL,1796021256228,0,NULL,'req-dab75ff3-12bb-41ae-9ba5-8ff7a4b28dbe',1796019456228,1796019456830,1796019456830,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'local',NULL,NULL,'127.0.0.1');
INSERT INTO job VALUES('5cc7f648a6714230a50abb4852711d9f','CreateZone',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"30e94d3c897145dcb74797b4074f0fc1","name":"zone1","description":null,"state":"Enabled","type":"zstack","isDefault":false,"createDate":"2026-11-30T06:17:37.134Z","lastOpDate":"2026-11-30T06:17:37.134Z"}}',NULL,NULL,NULL,0,NULL,'req-b246c7eb-7bd1-4126-a6d7-4c08c40f69c6',1796019457137,1796019457137,1796019457137,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('45fe5034a7584bb4bd082013c50f252f','AttachBackupStorageToZone',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"22b75b35c815409eb3547d2a9bc58d49","name":"local","description":null,"url":"@directory@/data/storage/local","totalCapacity":270553174016,"availableCapacity":270553174016,"availablePhysicalCapacity":80691347456,"type":"FileSystemBackupStorage","state":"Enabled","maintenance":null,"status":"Connected","statusReason":null,"attachedZoneUuids":["30e94d3c897145dcb74797b4074f0fc1"],"hostname":null,"username":null,"sshPort":null,"hostKeyFingerprint":null,"presentedHostKeyFingerprint":null,"allowUnsynced":false,"endpoint":null,"bucketName":null,"prefix":null,"region":null,"repositorySize":null,"repositoryUniqueSize":null,"repositorySharedSize":null,"repositoryReclaimableSize":null,"createDate":"2026-11-30T06:17:36.227Z","lastOpDate":"2026-11-30T06:17:36.532Z"}}',NULL,NULL,NULL,0,NULL,'req-6da2cb02-e604-498a-9f45-037b37a701e5',1796019457408,1796019457408,1796019457408,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('309d1b93992a4583945fee3bde700717','CreateAccount',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"ad649d3aa5b24274abd2441f3ffa489d","name":"ann","description":null,"type":"Normal","createDate":"2026-11-30T06:17:39.223Z","lastOpDate":"2026-11-30T06:17:39.223Z"}}',NULL,NULL,NULL,0,NULL,'req-31c52072-6805-4ca8-b6e8-8e41de24f1f3',1796019459311,1796019459311,1796019459311,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('e08819fd22af46dabc6c7b46d5dfe646','AddImage',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','32fb55cbe81445ad8b738cff504de77f',NULL,'{"name":"old","url":"file://@directory@/disks/image.raw","backupStorageUuids":["22b75b35c815409eb3547d2a9bc58d49"],"format":"raw","mediaType":"RootVolumeTemplate","platform":"Linux","system":false,"virtio":true,"tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',3,'describe',NULL,100,'{"inventory":{"uuid":"32fb55cbe81445ad8b738cff504de77f","name":"old","description":null,"state":"Enabled","status":"Ready","size":600,"actualSize":600,"md5Sum":null,"sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","url":"file://@directory@/disks/image.raw","mediaType":"RootVolumeTemplate","guestOsType":null,"type":"zstack","platform":"Linux","architecture":null,"format":"raw","system":false,"virtio":true,"groupUuid":null,"bootOrder":null,"createDate":"2026-11-30T06:17:39.623Z","lastOpDate":"2026-11-30T06:17:40.776Z","backupStorageRefs":[{"imageUuid":"32fb55cbe81445ad8b738cff504de77f","backupStorageUuid":"22b75b35c815409eb3547d2a9bc58d49","installPath":"@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/32fb55cbe81445ad8b738cff504de77f/old.template","status":"Ready","sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","damagedDate":null,"damage":null,"lastVerified":"2026-11-30T06:17:40.772Z","exportMd5Sum":null,"exportUrl":null,"createDate":"2026-11-30T06:17:39.625Z","lastOpDate":"2026-11-30T06:17:40.772Z"}],"systemTags":[]}}','9e1ab40412434602ba1cb0cb8d0eb471',NULL,1796278659626,0,NULL,'req-eb1e91ee-fef0-47d2-82f4-b6ff5c8e7c63',1796019459626,1796019460788,1796019460788,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'old',600,NULL,'127.0.0.1');
INSERT INTO job VALUES('4085b43f6f7245c58d91802d0a4ca7c4','CreateUserTag',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"d9819234391140ae8d9fb8838d455d73","resourceUuid":"32fb55cbe81445ad8b738cff504de77f","resourceType":"ImageVO","tag":"kept","type":"User","createDate":"2026-11-30T06:17:40.881394369Z","lastOpDate":"2026-11-30T06:17:40.881394369Z"}}',NULL,NULL,NULL,0,NULL,'req-f9b1c5ca-7442-4086-80ee-b6e3ad0f5ac8',1796019460891,1796019460891,1796019460891,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('e0ae500faddc4592a4f355721c1191d3','RegisterVolume',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','2eb52759746442e3beacc143f660ecb3',NULL,'{"name":"disk","url":"file://@directory@/disks/volume.raw","format":"raw","type":"Data","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',0,'look',NULL,100,'{"inventory":{"uuid":"2eb52759746442e3beacc143f660ecb3","name":"disk","description":null,"zoneUuid":null,"type":"Data","format":"raw","size":8192,"actualSize":8192,"url":"file://@directory@/disks/volume.raw","hostKeyFingerprint":null,"state":"Enabled","status":"Ready","createDate":"2026-11-30T06:17:42.136Z","lastOpDate":"2026-11-30T06:17:42.136Z"}}','9e1ab40412434602ba1cb0cb8d0eb471',NULL,1796021261015,0,NULL,'req-24d1a77f-8e09-4023-8a07-9862da7320f7',1796019461015,1796019462143,1796019462143,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,NULL,NULL,NULL,'127.0.0.1');
INSERT INTO job VALUES('be14287ff1034d469bf26a48701659cb','BackupVolume',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','58274fe58ee1419ebcf50757eec0e831',NULL,'{"uuid":"2eb52759746442e3beacc143f660ecb3","backupStorageUuid":"22b75b35c815409eb3547d2a9bc58d49","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',0,'backup',NULL,100,'{"inventory":{"uuid":"58274fe58ee1419ebcf50757eec0e831","name":"disk","description":null,"type":"Storage","volumeUuid":"2eb52759746442e3beacc143f660ecb3","treeUuid":"2eb52759746442e3beacc143f660ecb3","parentUuid":null,"primaryStorageUuid":null,"primaryStorageInstallPath":null,"volumeType":"Data","format":"raw","latest":true,"size":8192,"distance":1,"state":"Enabled","status":"Ready","createDate":"2026-11-30T06:17:42.257Z","lastOpDate":"2026-11-30T06:17:47.166Z","backupStorageRefs":[{"volumeSnapshotUuid":"58274fe58ee1419ebcf50757eec0e831","backupStorageUuid":"22b75b35c815409eb3547d2a9bc58d49","installPath":"@directory@/data/storage/local/repository/snapshots/e52301b533f704581cc78e9cbf2d0c84df0ffd853d5fef4348852d31b77e376e","status":"Ready","snapshotId":"e52301b533f704581cc78e9cbf2d0c84df0ffd853d5fef4348852d31b77e376e","file":null,"logicalSize":8192,"newSize":8480,"storedSize":442,"lastVerified":null,"damage":null}],"groupUuid":null}}','9e1ab40412434602ba1cb0cb8d0eb471',NULL,1796278662283,0,NULL,'req-ad953813-c694-48b9-864c-af213636aecb',1796019462283,1796019467329,1796019467329,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'disk',8192,NULL,'127.0.0.1');
INSERT INTO job VALUES('735f9ee6c0084ad4a87666d1f992bd0c','CreateSchedule',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"a47e6d621dbc42dd83096223548222fd","name":"nightly","description":null,"operation":"BackupVolume","volumeUuid":"2eb52759746442e3beacc143f660ecb3","backupStorageUuid":null,"state":"Enabled","cron":"30 2 1 1 *","timeZone":"Europe/Berlin","keep":7,"nextRun":"2027-01-01T01:30:00Z","nextRuns":["2027-01-01T01:30:00Z","2028-01-01T01:30:00Z","2029-01-01T01:30:00Z","2030-01-01T01:30:00Z","2031-01-01T01:30:00Z","2032-01-01T01:30:00Z","2033-01-01T01:30:00Z","2034-01-01T01:30:00Z","2035-01-01T01:30:00Z","2036-01-01T01:30:00Z"],"lastRun":null,"lastResult":null,"lastError":null,"jobUuid":null,"createDate":"2026-11-30T06:17:47.547Z","lastOpDate":"2026-11-30T06:17:47.547Z"}}',NULL,NULL,NULL,0,NULL,'req-64eaac5a-b5d8-45c6-9f72-33717dc0cf5a',1796019467851,1796019467851,1796019467851,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('2097880c5929499fa3470429335986b3','CreateProject',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"02b718e92e984127b7037912eb976449","name":"web","description":null,"enabled":true,"createDate":"2026-11-30T06:17:48.043Z","lastOpDate":"2026-11-30T06:17:48.043Z"}}',NULL,NULL,NULL,0,NULL,'req-603dc731-b483-4966-8233-10b1099c9a42',1796019468047,1796019468047,1796019468047,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('0092ffe0ef814903a84cbf14f5a05bda','RegisterBucket',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','d0cec459e6954a54b4d68a0baa8a5238',NULL,'{"name":"cos1","type":"s3","bucketName":"ovas","endpoint":"http://127.0.0.1:40113","accessKey":"owner","secretKey":"***","projectUuid":"02b718e92e984127b7037912eb976449","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',1,'connect',NULL,100,'{"inventory":{"uuid":"d0cec459e6954a54b4d68a0baa8a5238","name":"cos1","type":"s3","bucketName":"ovas","endpoint":"http://127.0.0.1:40113","region":null,"authEndpoint":null,"resourceCrn":null,"projectUuid":"02b718e92e984127b7037912eb976449","createDate":"2026-11-30T06:17:48.230Z","lastOpDate":"2026-11-30T06:17:48.230Z"}}','9e1ab40412434602ba1cb0cb8d0eb471',NULL,1796021268231,0,NULL,'req-c7a17488-4a0e-428f-861c-8975fc914b15',1796019468231,1796019480247,1796019480247,'653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'cos1',NULL,NULL,'127.0.0.1');
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
INSERT INTO event VALUES('1b2e5ae007544660a7dfde6f34b308a6',1796019452424,'ProjectVO','36c27e8ff05c4780bf6d2fa65700f22f','admin','Created',NULL,NULL,NULL,'first-start','c0c558aeadf040e6bf6a64cee71d66dc',1,NULL);
INSERT INTO event VALUES('45476ace193e40e8a564eff01fcc86cf',1796019456228,'BackupStorageVO','22b75b35c815409eb3547d2a9bc58d49','local','Created',NULL,NULL,NULL,'req-dab75ff3-12bb-41ae-9ba5-8ff7a4b28dbe','249fceb52b8a41858eabf23a1fb72e21',1,NULL);
INSERT INTO event VALUES('eedfecd2bade40d3afc1b00227d54379',1796019456532,'BackupStorageVO','22b75b35c815409eb3547d2a9bc58d49','local','StatusChanged','Connecting','Connected',NULL,'req-dab75ff3-12bb-41ae-9ba5-8ff7a4b28dbe','249fceb52b8a41858eabf23a1fb72e21',1,NULL);
INSERT INTO event VALUES('d087fa34474947558d8653c58929bdf0',1796019457135,'ZoneVO','30e94d3c897145dcb74797b4074f0fc1','zone1','Created',NULL,NULL,NULL,'req-b246c7eb-7bd1-4126-a6d7-4c08c40f69c6','5cc7f648a6714230a50abb4852711d9f',1,NULL);
INSERT INTO event VALUES('8f78073ed004435db8feafe2e50286f4',1796019457406,'BackupStorageVO','22b75b35c815409eb3547d2a9bc58d49','local','AttachedToZone',NULL,'30e94d3c897145dcb74797b4074f0fc1',NULL,'req-6da2cb02-e604-498a-9f45-037b37a701e5','45fe5034a7584bb4bd082013c50f252f',1,NULL);
INSERT INTO event VALUES('95574bfdcef54ad3a8bcc6b7465f162c',1796019460776,'ImageVO','32fb55cbe81445ad8b738cff504de77f','old','Created',NULL,NULL,NULL,'req-eb1e91ee-fef0-47d2-82f4-b6ff5c8e7c63','e08819fd22af46dabc6c7b46d5dfe646',1,NULL);
INSERT INTO event VALUES('4187c1f0b34247ceb2ededb2d2054856',1796019462140,'VolumeVO','2eb52759746442e3beacc143f660ecb3','disk','Created',NULL,NULL,NULL,'req-24d1a77f-8e09-4023-8a07-9862da7320f7','e0ae500faddc4592a4f355721c1191d3',1,NULL);
INSERT INTO event VALUES('9c7d9ac95c064bddb4d7108eb3b709d0',1796019467235,'VolumeSnapshotVO','58274fe58ee1419ebcf50757eec0e831','disk','Created',NULL,NULL,NULL,'req-ad953813-c694-48b9-864c-af213636aecb','be14287ff1034d469bf26a48701659cb',1,NULL);
INSERT INTO event VALUES('b030903ef01141c4acf48556094c4230',1796019467744,'ScheduleVO','a47e6d621dbc42dd83096223548222fd','nightly','Created',NULL,NULL,NULL,'req-64eaac5a-b5d8-45c6-9f72-33717dc0cf5a','735f9ee6c0084ad4a87666d1f992bd0c',1,NULL);
INSERT INTO event VALUES('19b0aa5a5c1a4b0081d8f901d8ddf2a3',1796019468043,'ProjectVO','02b718e92e984127b7037912eb976449','web','Created',NULL,NULL,NULL,'req-603dc731-b483-4966-8233-10b1099c9a42','2097880c5929499fa3470429335986b3',1,NULL);
INSERT INTO event VALUES('85fbb31bf8414696b888fc634f9182c0',1796019468230,'BackupStorageVO','ac6ff24f5fef4666ac691c434c31458b','cos1','Created',NULL,NULL,NULL,'req-c7a17488-4a0e-428f-861c-8975fc914b15','0092ffe0ef814903a84cbf14f5a05bda',1,NULL);
INSERT INTO event VALUES('7c8b284e66c040cf9eca187cb35fa7e3',1796019477585,'BackupStorageVO','ac6ff24f5fef4666ac691c434c31458b','cos1','StatusChanged','Connecting','Connected',NULL,'monitor','883002e2eec64bbba949d5b03a545426',1,NULL);
INSERT INTO event VALUES('adf48eed195d4d9fb827d78a674ab42c',1796019480245,'BucketVO','d0cec459e6954a54b4d68a0baa8a5238','cos1','Created',NULL,NULL,NULL,'req-c7a17488-4a0e-428f-861c-8975fc914b15','0092ffe0ef814903a84cbf14f5a05bda',1,NULL);
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
INSERT INTO audit VALUES('b2dee6550f0047508fba37cf78d705bb',1796019455323,'36c27e8ff05c4780bf6d2fa65700f22e','LogIn','36c27e8ff05c4780bf6d2fa65700f22e','req-08399bc7-f233-410a-a47d-443835f765ff',NULL,'Succeeded',NULL,'127.0.0.1',1796019455323,2);
INSERT INTO audit VALUES('3054e85da1f344f4936c7dadcc39d6e3',1796019456004,'36c27e8ff05c4780bf6d2fa65700f22e','UpdateGlobalConfig',NULL,'req-fb1c8edc-acf5-453b-9522-d788d05980a6','319452049583453cb5dce1e087bdb760','Succeeded',NULL,'127.0.0.1',1796019456004,2);
INSERT INTO audit VALUES('576a29b4fcf34e019aa03329c734fcac',1796019456258,'36c27e8ff05c4780bf6d2fa65700f22e','AddFileSystemBackupStorage','22b75b35c815409eb3547d2a9bc58d49','req-dab75ff3-12bb-41ae-9ba5-8ff7a4b28dbe','249fceb52b8a41858eabf23a1fb72e21','Succeeded',NULL,'127.0.0.1',1796019456880,2);
INSERT INTO audit VALUES('0f46ab8a5d194dc59379150c4f60c9d4',1796019457146,'36c27e8ff05c4780bf6d2fa65700f22e','CreateZone','30e94d3c897145dcb74797b4074f0fc1','req-b246c7eb-7bd1-4126-a6d7-4c08c40f69c6','5cc7f648a6714230a50abb4852711d9f','Succeeded',NULL,'127.0.0.1',1796019457146,2);
INSERT INTO audit VALUES('a88c8f4943b74763b36655d6a3376968',1796019457410,'36c27e8ff05c4780bf6d2fa65700f22e','AttachBackupStorageToZone','22b75b35c815409eb3547d2a9bc58d49','req-6da2cb02-e604-498a-9f45-037b37a701e5','45fe5034a7584bb4bd082013c50f252f','Succeeded',NULL,'127.0.0.1',1796019457410,2);
INSERT INTO audit VALUES('c1e42a6b08ec435aa09144c44a4e1a97',1796019459343,'36c27e8ff05c4780bf6d2fa65700f22e','CreateAccount','ad649d3aa5b24274abd2441f3ffa489d','req-31c52072-6805-4ca8-b6e8-8e41de24f1f3','309d1b93992a4583945fee3bde700717','Succeeded',NULL,'127.0.0.1',1796019459343,2);
INSERT INTO audit VALUES('3477ba81647547bc8cd42726dcbcbad2',1796019459662,'36c27e8ff05c4780bf6d2fa65700f22e','AddImage','32fb55cbe81445ad8b738cff504de77f','req-eb1e91ee-fef0-47d2-82f4-b6ff5c8e7c63','e08819fd22af46dabc6c7b46d5dfe646','Succeeded',NULL,'127.0.0.1',1796019460822,2);
INSERT INTO audit VALUES('2b9de2b20d1d43b790887731b63ca936',1796019460898,'36c27e8ff05c4780bf6d2fa65700f22e','CreateUserTag','d9819234391140ae8d9fb8838d455d73','req-f9b1c5ca-7442-4086-80ee-b6e3ad0f5ac8','4085b43f6f7245c58d91802d0a4ca7c4','Succeeded',NULL,'127.0.0.1',1796019460898,2);
INSERT INTO audit VALUES('471f11b51b2e4c9082d6b2348af379ee',1796019461029,'36c27e8ff05c4780bf6d2fa65700f22e','RegisterVolume','2eb52759746442e3beacc143f660ecb3','req-24d1a77f-8e09-4023-8a07-9862da7320f7','e0ae500faddc4592a4f355721c1191d3','Succeeded',NULL,'127.0.0.1',1796019462150,2);
INSERT INTO audit VALUES('bfafdc2315a34f53ba8084a5f9fb7410',1796019462316,'36c27e8ff05c4780bf6d2fa65700f22e','BackupVolume','58274fe58ee1419ebcf50757eec0e831','req-ad953813-c694-48b9-864c-af213636aecb','be14287ff1034d469bf26a48701659cb','Succeeded',NULL,'127.0.0.1',1796019467378,2);
INSERT INTO audit VALUES('09fb13afd0c24b56897759fb86c6cdf5',1796019467860,'36c27e8ff05c4780bf6d2fa65700f22e','CreateSchedule','a47e6d621dbc42dd83096223548222fd','req-64eaac5a-b5d8-45c6-9f72-33717dc0cf5a','735f9ee6c0084ad4a87666d1f992bd0c','Succeeded',NULL,'127.0.0.1',1796019467860,2);
INSERT INTO audit VALUES('ddffc19b139047938d33001f1cb2cb2f',1796019468060,'36c27e8ff05c4780bf6d2fa65700f22e','CreateProject','02b718e92e984127b7037912eb976449','req-603dc731-b483-4966-8233-10b1099c9a42','2097880c5929499fa3470429335986b3','Succeeded',NULL,'127.0.0.1',1796019468060,2);
INSERT INTO audit VALUES('7670b35c3b0f4078a8283d8ced8436d4',1796019468241,'36c27e8ff05c4780bf6d2fa65700f22e','RegisterBucket','d0cec459e6954a54b4d68a0baa8a5238','req-c7a17488-4a0e-428f-861c-8975fc914b15','0092ffe0ef814903a84cbf14f5a05bda','Succeeded',NULL,'127.0.0.1',1796019480258,2);
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
INSERT INTO project VALUES('36c27e8ff05c4780bf6d2fa65700f22f','admin',NULL,1,1796019452424,1796019452424);
INSERT INTO project VALUES('02b718e92e984127b7037912eb976449','web',NULL,1,1796019468043,1796019468043);
CREATE TABLE role_assignment (
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) NOT NULL REFERENCES project (uuid) ON DELETE CASCADE,
  role         VARCHAR(32) NOT NULL, -- admin or reader
  created      BIGINT      NOT NULL,
  PRIMARY KEY (account_uuid, project_uuid, role)
);
INSERT INTO role_assignment VALUES('36c27e8ff05c4780bf6d2fa65700f22e','36c27e8ff05c4780bf6d2fa65700f22f','admin',1796019452424);
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
  region        VARCHAR(64),
  auth_endpoint VARCHAR(2048),
  resource_crn  VARCHAR(2048),
  created       BIGINT        NOT NULL,
  updated       BIGINT        NOT NULL, storage_uuid VARCHAR(32) REFERENCES backup_storage (uuid) ON DELETE CASCADE, registered BIGINT, kept BIGINT NOT NULL DEFAULT 0,
  UNIQUE (project_uuid, name)
);
INSERT INTO bucket VALUES('d0cec459e6954a54b4d68a0baa8a5238','02b718e92e984127b7037912eb976449','cos1','s3',NULL,NULL,NULL,1796019468230,1796019468230,'ac6ff24f5fef4666ac691c434c31458b',1796019480242,0);
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
, console_until BIGINT, uuid VARCHAR(32), source VARCHAR(64), last_used BIGINT);
INSERT INTO session VALUES('653f0cfac877ffb162a585dbc62abd2ed49c81e22de2b3a323dc3d57dd3515f2','36c27e8ff05c4780bf6d2fa65700f22e',1796019455325,1796026655325,NULL,'653f0cfac877ffb162a585dbc62abd2e','127.0.0.1',1796019455325);
CREATE TABLE resource (
  uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  type VARCHAR(64) NOT NULL -- as tags name it
);
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22e','AccountVO');
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22f','ProjectVO');
INSERT INTO resource VALUES('22b75b35c815409eb3547d2a9bc58d49','BackupStorageVO');
INSERT INTO resource VALUES('30e94d3c897145dcb74797b4074f0fc1','ZoneVO');
INSERT INTO resource VALUES('ad649d3aa5b24274abd2441f3ffa489d','AccountVO');
INSERT INTO resource VALUES('32fb55cbe81445ad8b738cff504de77f','ImageVO');
INSERT INTO resource VALUES('2eb52759746442e3beacc143f660ecb3','VolumeVO');
INSERT INTO resource VALUES('58274fe58ee1419ebcf50757eec0e831','VolumeSnapshotVO');
INSERT INTO resource VALUES('a47e6d621dbc42dd83096223548222fd','ScheduleVO');
INSERT INTO resource VALUES('02b718e92e984127b7037912eb976449','ProjectVO');
INSERT INTO resource VALUES('d0cec459e6954a54b4d68a0baa8a5238','BucketVO');
INSERT INTO resource VALUES('ac6ff24f5fef4666ac691c434c31458b','BackupStorageVO');
CREATE TABLE former_resource (
  uuid  VARCHAR(32) NOT NULL PRIMARY KEY,
  lives INTEGER     NOT NULL
);
CREATE TABLE key_check (
  name   VARCHAR(32) NOT NULL PRIMARY KEY,
  sealed TEXT        NOT NULL
);
INSERT INTO key_check VALUES('key.json','AePQ6VGQ+ro6IkDId5dybwRM1nx9bBF1W1AvKkvPxuBUZmuA2EeBUYFkTg==');
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
INSERT INTO installation VALUES(1,'beb578250a524959bf9ef41e9d44f279',1796019456486);
CREATE TABLE audit_link (
  number     BIGINT      NOT NULL PRIMARY KEY,
  audit_uuid VARCHAR(32),                                            -- null in the anchor, whose entry was forgotten
  part       VARCHAR(16) NOT NULL,                                   -- Accepted, Ended, Whole or Anchor
  digest     VARCHAR(64) NOT NULL
);
INSERT INTO audit_link VALUES(1,'b2dee6550f0047508fba37cf78d705bb','Whole','31c5bf589168ee880725bdc9bbec5f2890c62f3a1f34f75023390d217f706c89');
INSERT INTO audit_link VALUES(2,'3054e85da1f344f4936c7dadcc39d6e3','Whole','521c33f21cb1be2096c817e39f845484bb278d446bf0c5ef0f38f7660f16890d');
INSERT INTO audit_link VALUES(3,'576a29b4fcf34e019aa03329c734fcac','Whole','056c1acef3e2e892f0cb52cab435c19e40a7b236e0b01a0b87a77c69ef629206');
INSERT INTO audit_link VALUES(4,'0f46ab8a5d194dc59379150c4f60c9d4','Whole','7ed05914452558ca25e5afd70f77f51bbe5fa4d4442f12d417fdada055c0f4e8');
INSERT INTO audit_link VALUES(5,'a88c8f4943b74763b36655d6a3376968','Whole','8855642dab46093f20cf1edbd63dce72f12605a0ed81d53d3a2fbee6faf80263');
INSERT INTO audit_link VALUES(6,'c1e42a6b08ec435aa09144c44a4e1a97','Whole','c86b7164ed30745ee1c51a002ca2ffd181a94c05d888844b3d306c8ba1aea0c7');
INSERT INTO audit_link VALUES(7,'3477ba81647547bc8cd42726dcbcbad2','Accepted','af25cd32459baca10595ce209b6697469de307f9f97e5f4a896428bc6f309d31');
INSERT INTO audit_link VALUES(8,'3477ba81647547bc8cd42726dcbcbad2','Ended','76ff00971bebf2b890d277b8457d6470efc6e166fa74bc4f30db76e608e70ca2');
INSERT INTO audit_link VALUES(9,'2b9de2b20d1d43b790887731b63ca936','Whole','823a1c78a708903248455b43019780f910c08281aa01eef46b851d045573d06d');
INSERT INTO audit_link VALUES(10,'471f11b51b2e4c9082d6b2348af379ee','Accepted','3a77cb3d3ee6f39b63f319a5b21b4fa3e832660e847d613c9c450aaee0913d66');
INSERT INTO audit_link VALUES(11,'471f11b51b2e4c9082d6b2348af379ee','Ended','abe5af81fe2cace06a7ef5726e225c9eb7201d245f02a6a7263581085cc4e5ba');
INSERT INTO audit_link VALUES(12,'bfafdc2315a34f53ba8084a5f9fb7410','Accepted','03528f58680d2d8350d9eeb6b7d11448ebcc1125c7f1883838e9d5933b70052c');
INSERT INTO audit_link VALUES(13,'bfafdc2315a34f53ba8084a5f9fb7410','Ended','3ae87cf01c2bd5f554c525ac4591dca6543b24a7b28e8228355356794bb9fa33');
INSERT INTO audit_link VALUES(14,'09fb13afd0c24b56897759fb86c6cdf5','Whole','adb454dc81bac75d44f6a2c4f5f771306ac4e37721220b2469cffee77d7c3bcc');
INSERT INTO audit_link VALUES(15,'ddffc19b139047938d33001f1cb2cb2f','Whole','8c88e10f95e7cb8079375964c9cab1f7a599e409a933e4f939ba4ffde18e24f0');
INSERT INTO audit_link VALUES(16,'7670b35c3b0f4078a8283d8ced8436d4','Accepted','15bc78d9924be037be07495c21caa7fde83d67ddc84d1877937ed06bc0c14c7b');
INSERT INTO audit_link VALUES(17,'7670b35c3b0f4078a8283d8ced8436d4','Ended','3c4fa7330809644d251ba4821fe863503b91f9de263251a032e880c357ddccf0');
CREATE TABLE volume (
  uuid            VARCHAR(32)   NOT NULL PRIMARY KEY,
  name            VARCHAR(255)  NOT NULL,
  description     VARCHAR(2048),
  type            VARCHAR(32)   NOT NULL,
  format          VARCHAR(32)   NOT NULL,
  size            BIGINT        NOT NULL, -- bytes that the guest sees
  actual_size     BIGINT        NOT NULL, -- bytes of the file or device
  host_key        TEXT,                   -- that the SSH server has to show
  repository_host VARCHAR(255),           -- its name in repositories, which never changes
  zone_uuid       VARCHAR(32)   REFERENCES zone (uuid) ON DELETE SET NULL,
  account_uuid    VARCHAR(32)   NOT NULL,
  state           VARCHAR(32)   NOT NULL,
  status          VARCHAR(32)   NOT NULL,
  created         BIGINT        NOT NULL,
  updated         BIGINT        NOT NULL
, url VARCHAR(2048), access TEXT);
INSERT INTO volume VALUES('2eb52759746442e3beacc143f660ecb3','disk',NULL,'Data','raw',8192,8192,NULL,'disk-2eb52759',NULL,'36c27e8ff05c4780bf6d2fa65700f22e','Enabled','Ready',1796019462136,1796019462136,'file://@directory@/disks/volume.raw','AePQ6VG0VkRo32qta8tLWF/SyyEJHZcFSNoE4vNgKYv0jzwVagTUujlyJKzc2KGPAE2Txh9/v4Iif43Nqrcblb7eXKGzkEDn5jsop+shGIGn9SI7DKPPvAeEmvcbAxgfTlJS1KM=');
CREATE TABLE repository (
  backup_storage_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  password            TEXT        NOT NULL, -- encrypted
  made                BOOLEAN     NOT NULL, -- whether it lies on the storage for certain
  bytes               BIGINT      NOT NULL, -- of its files, accounted for on the storage
  created             BIGINT      NOT NULL
, unique_bytes BIGINT, shared_bytes BIGINT, reclaimable_bytes BIGINT, cleaned BIGINT, clean_tried BIGINT, clean_due BIGINT, spare_password TEXT, has_foreign BOOLEAN NOT NULL DEFAULT FALSE);
INSERT INTO repository VALUES('22b75b35c815409eb3547d2a9bc58d49','AePQ6VGp+hL7ddR5+eHJpk/d3J3oCBm4O3nXlSmYS0jA+0JK8In1jAtMX0O6jd5u8Hxprf2+90AvTuekE4Rn8YxcgpghqdbEquCAYw==',1,1862,1796019462344,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE TABLE capacity_sample (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  period              BIGINT      NOT NULL, -- when its hour began
  total_capacity      BIGINT      NOT NULL,
  used_capacity       BIGINT      NOT NULL,
  reserved            BIGINT      NOT NULL,
  free_capacity       BIGINT      NOT NULL, -- of the disk
  PRIMARY KEY (backup_storage_uuid, period)
);
CREATE TABLE notification_target (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  state       VARCHAR(32)   NOT NULL,
  kinds       VARCHAR(255)  NOT NULL, -- separated by commas
  address     VARCHAR(2048) NOT NULL, -- as it is shown
  host        VARCHAR(255),
  port        INTEGER,
  security    VARCHAR(32),
  username    VARCHAR(255),
  sender      VARCHAR(255),
  recipients  TEXT,                   -- separated by commas
  secrets     TEXT          NOT NULL, -- encrypted: password, or url and key
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
);
CREATE TABLE notification_alarm (
  kind          VARCHAR(32)  NOT NULL,
  resource_uuid VARCHAR(32)  NOT NULL,
  resource_name VARCHAR(255),
  raised        BIGINT       NOT NULL,
  told          BOOLEAN      NOT NULL,
  PRIMARY KEY (kind, resource_uuid)
);
CREATE TABLE notification_delivery (
  uuid          VARCHAR(32)  NOT NULL PRIMARY KEY,
  target_uuid   VARCHAR(32)  NOT NULL REFERENCES notification_target (uuid) ON DELETE CASCADE,
  kind          VARCHAR(32)  NOT NULL,
  subject       VARCHAR(255) NOT NULL,
  body          TEXT         NOT NULL,
  json          TEXT         NOT NULL, -- what programs are sent
  state         VARCHAR(32)  NOT NULL,
  attempts      INTEGER      NOT NULL, -- the number of the attempt that may settle it
  most_attempts INTEGER      NOT NULL,
  due           BIGINT,                -- of the next attempt; while one is under way, until when it is believed to live
  last_error    VARCHAR(2048),
  created       BIGINT       NOT NULL,
  finished      BIGINT
);
CREATE TABLE log_in_failure (
  budget       VARCHAR(32) NOT NULL,
  digest       VARCHAR(64) NOT NULL, -- SHA-256 of the account, of the address, or of both
  failures     INTEGER     NOT NULL,
  last_failed  BIGINT      NOT NULL,
  next_attempt BIGINT      NOT NULL,
  PRIMARY KEY (budget, digest)
);
CREATE TABLE log_in_place (
  digest VARCHAR(64) NOT NULL PRIMARY KEY, -- SHA-256 of the account and the address
  used   BIGINT      NOT NULL
);
INSERT INTO log_in_place VALUES('189d099de8ed780d94a0523ab6e2296c9f74114bc98a69472dab1d248b542ab1',1796019455310);
CREATE TABLE closed_export (
  uuid   VARCHAR(32) NOT NULL PRIMARY KEY,
  closed BIGINT      NOT NULL
);
CREATE TABLE schedule (
  uuid                VARCHAR(32)   NOT NULL PRIMARY KEY,
  name                VARCHAR(255)  NOT NULL,
  description         VARCHAR(2048),
  operation           VARCHAR(64)   NOT NULL,
  volume_uuid         VARCHAR(32),            -- stays when the volume goes, so that the schedule can tell
  backup_storage_uuid VARCHAR(32),
  state               VARCHAR(32)   NOT NULL,
  cron                VARCHAR(255)  NOT NULL,
  time_zone           VARCHAR(64)   NOT NULL,
  kept                INTEGER       NOT NULL, -- good snapshots; 0 is all
  next_run            BIGINT,                 -- null while it is disabled
  last_run            BIGINT,
  last_result         VARCHAR(32),
  last_error          VARCHAR(2048),
  job_uuid            VARCHAR(32),            -- of the last run that began
  running_job         VARCHAR(32),            -- the same until it is known to be over
  created             BIGINT        NOT NULL,
  updated             BIGINT        NOT NULL
);
INSERT INTO schedule VALUES('a47e6d621dbc42dd83096223548222fd','nightly',NULL,'BackupVolume','2eb52759746442e3beacc143f660ecb3',NULL,'Enabled','30 2 1 1 *','Europe/Berlin',7,1798767000000,NULL,NULL,NULL,NULL,NULL,1796019467547,1796019467547);
CREATE TABLE schedule_generation (
  snapshot_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  schedule_uuid VARCHAR(32) NOT NULL REFERENCES schedule (uuid) ON DELETE CASCADE,
  created       BIGINT      NOT NULL
);
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
CREATE INDEX refused_call_expires ON refused_call (expires);
CREATE INDEX image_copy_stale ON image_copy (backup_storage_uuid, image_uuid) WHERE manifest_wanted <> manifest_written;
CREATE INDEX image_copy_damaged ON image_copy (damaged_at) WHERE damaged_at IS NOT NULL;
CREATE INDEX audit_unlinked ON audit (time, uuid) WHERE linked < 2;
CREATE INDEX audit_link_entry ON audit_link (audit_uuid);
CREATE INDEX image_size ON image (size, uuid);
CREATE INDEX image_actual_size ON image (actual_size, uuid);
CREATE INDEX image_updated ON image (updated, uuid);
CREATE INDEX image_copy_created ON image_copy (created, image_uuid, backup_storage_uuid);
CREATE INDEX volume_name ON volume (lower(name), uuid);
CREATE INDEX volume_created ON volume (created, uuid);
CREATE INDEX volume_zone ON volume (zone_uuid);
CREATE INDEX volume_snapshot_volume ON volume_snapshot (volume_uuid, created);
CREATE TRIGGER resource_of_volume AFTER DELETE ON volume
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'VolumeVO';
END;
CREATE UNIQUE INDEX bucket_storage ON bucket (storage_uuid);
CREATE VIEW registered_bucket AS
SELECT b.uuid AS uuid, b.storage_uuid AS storage_uuid, b.project_uuid AS project_uuid, b.name AS name, b.type AS type,
       s.bucket_name AS bucket_name, s.endpoint AS endpoint, b.region AS region,
       b.auth_endpoint AS auth_endpoint, b.resource_crn AS resource_crn, b.created AS created, b.updated AS updated
FROM bucket b JOIN backup_storage s ON s.uuid = b.storage_uuid
WHERE b.registered IS NOT NULL;
CREATE INDEX notification_target_name ON notification_target (lower(name), uuid);
CREATE INDEX notification_delivery_due ON notification_delivery (state, due);
CREATE INDEX notification_delivery_target ON notification_delivery (target_uuid, state);
CREATE INDEX notification_delivery_created ON notification_delivery (created, uuid);
CREATE TRIGGER resource_of_notification_target AFTER DELETE ON notification_target
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'NotificationTargetVO';
END;
CREATE INDEX log_in_failure_last ON log_in_failure (last_failed);
CREATE INDEX log_in_place_used ON log_in_place (used);
CREATE INDEX schedule_due ON schedule (operation, next_run);
CREATE INDEX schedule_running ON schedule (running_job) WHERE running_job IS NOT NULL;
CREATE INDEX schedule_name ON schedule (lower(name), uuid);
CREATE INDEX schedule_created ON schedule (created, uuid);
CREATE INDEX schedule_volume ON schedule (volume_uuid);
CREATE INDEX schedule_backup_storage ON schedule (backup_storage_uuid);
CREATE INDEX schedule_generation_schedule ON schedule_generation (schedule_uuid, created);
CREATE UNIQUE INDEX session_uuid ON session (uuid);
CREATE INDEX session_created ON session (created, uuid);
CREATE TRIGGER resource_of_schedule AFTER DELETE ON schedule
BEGIN
  DELETE FROM resource WHERE uuid = OLD.uuid AND type = 'ScheduleVO';
END;
COMMIT;
