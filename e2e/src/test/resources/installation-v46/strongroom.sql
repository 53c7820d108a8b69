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
INSERT INTO flyway_schema_history VALUES(1,'1','catalog','SQL','V1__catalog.sql',1558673200,'','2026-11-30 13:28:46.914',18,1);
INSERT INTO flyway_schema_history VALUES(2,'2','powervc','SQL','V2__powervc.sql',-893681144,'','2026-11-30 13:28:47.050',55,1);
INSERT INTO flyway_schema_history VALUES(3,'4','closed by default','SQL','V4__closed_by_default.sql',-1066673773,'','2026-11-30 13:28:47.094',6,1);
INSERT INTO flyway_schema_history VALUES(4,'5','one space of uuids','SQL','V5__one_space_of_uuids.sql',446536456,'','2026-11-30 13:28:47.113',2,1);
INSERT INTO flyway_schema_history VALUES(5,'5.1','uuids go with resources','SQL','V5_1__uuids_go_with_resources.sql',-2052071617,'','2026-11-30 13:28:47.175',20,1);
INSERT INTO flyway_schema_history VALUES(6,'6','job epochs','SQL','V6__job_epochs.sql',1318889199,'','2026-11-30 13:28:47.230',25,1);
INSERT INTO flyway_schema_history VALUES(7,'7','former places','SQL','V7__former_places.sql',2083451748,'','2026-11-30 13:28:47.241',0,1);
INSERT INTO flyway_schema_history VALUES(8,'8','cluster','SQL','V8__cluster.sql',2117329367,'','2026-11-30 13:28:47.296',10,1);
INSERT INTO flyway_schema_history VALUES(9,'9','refused calls owners','SQL','V9__refused_calls_owners.sql',1346101426,'','2026-11-30 13:28:47.340',28,1);
INSERT INTO flyway_schema_history VALUES(10,'10','manifests and installation','SQL','V10__manifests_and_installation.sql',2135357075,'','2026-11-30 13:28:47.360',2,1);
INSERT INTO flyway_schema_history VALUES(11,'11','damaged copies','SQL','V11__damaged_copies.sql',1340637280,'','2026-11-30 13:28:47.391',14,1);
INSERT INTO flyway_schema_history VALUES(12,'12','maintenance','SQL','V12__maintenance.sql',-1576443325,'','2026-11-30 13:28:47.429',6,1);
INSERT INTO flyway_schema_history VALUES(13,'13','unsynced','SQL','V13__unsynced.sql',1978251886,'','2026-11-30 13:28:47.460',1,1);
INSERT INTO flyway_schema_history VALUES(14,'15','records','SQL','V15__records.sql',963810100,'','2026-11-30 13:28:47.536',42,1);
INSERT INTO flyway_schema_history VALUES(15,'16','holes of images','SQL','V16__holes_of_images.sql',881428473,'','2026-11-30 13:28:47.584',29,1);
INSERT INTO flyway_schema_history VALUES(16,'17','orders of images','SQL','V17__orders_of_images.sql',-1566606210,'','2026-11-30 13:28:47.598',2,1);
INSERT INTO flyway_schema_history VALUES(17,'18','object stores','SQL','V18__object_stores.sql',-1688087746,'','2026-11-30 13:28:47.670',28,1);
INSERT INTO flyway_schema_history VALUES(18,'19','copies under way','SQL','V19__copies_under_way.sql',965630983,'','2026-11-30 13:28:47.685',4,1);
INSERT INTO flyway_schema_history VALUES(19,'20','volumes','SQL','V20__volumes.sql',-1783380692,'','2026-11-30 13:28:47.736',42,1);
INSERT INTO flyway_schema_history VALUES(20,'20.1','uuids go with volumes','SQL','V20_1__uuids_go_with_volumes.sql',-1680656482,'','2026-11-30 13:28:47.761',0,1);
INSERT INTO flyway_schema_history VALUES(21,'21','buckets are storages','SQL','V21__buckets_are_storages.sql',1984958864,'','2026-11-30 13:28:47.914',126,1);
INSERT INTO flyway_schema_history VALUES(22,'22','console sessions','SQL','V22__console_sessions.sql',-1505334750,'','2026-11-30 13:28:47.925',3,1);
INSERT INTO flyway_schema_history VALUES(23,'23','clean ups','SQL','V23__clean_ups.sql',1852339276,'','2026-11-30 13:28:47.953',20,1);
INSERT INTO flyway_schema_history VALUES(24,'25','snapshots elsewhere','SQL','V25__snapshots_elsewhere.sql',-646804244,'','2026-11-30 13:28:47.976',11,1);
INSERT INTO flyway_schema_history VALUES(25,'26','repository passwords','SQL','V26__repository_passwords.sql',-972818496,'','2026-11-30 13:28:48.012',1,1);
INSERT INTO flyway_schema_history VALUES(26,'28','capacity samples','SQL','V28__capacity_samples.sql',-1208960119,'','2026-11-30 13:28:48.026',0,1);
INSERT INTO flyway_schema_history VALUES(27,'29','notifications','SQL','V29__notifications.sql',-1650878310,'','2026-11-30 13:28:48.053',11,1);
INSERT INTO flyway_schema_history VALUES(28,'29.1','uuids go with notification targets','SQL','V29_1__uuids_go_with_notification_targets.sql',-1204413031,'','2026-11-30 13:28:48.063',0,1);
INSERT INTO flyway_schema_history VALUES(29,'30','shared by nodes','SQL','V30__shared_by_nodes.sql',1397787792,'','2026-11-30 13:28:48.161',4,1);
INSERT INTO flyway_schema_history VALUES(30,'33','repositories taken over','SQL','V33__repositories_taken_over.sql',831089,'','2026-11-30 13:28:48.360',138,1);
INSERT INTO flyway_schema_history VALUES(31,'35','schedules and sessions','SQL','V35__schedules_and_sessions.sql',-933425029,'','2026-11-30 13:28:48.460',5,1);
INSERT INTO flyway_schema_history VALUES(32,'35.1','uuids go with schedules','SQL','V35_1__uuids_go_with_schedules.sql',949555970,'','2026-11-30 13:28:48.464',0,1);
INSERT INTO flyway_schema_history VALUES(33,'36','makers of repositories','SQL','V36__makers_of_repositories.sql',-1621105605,'','2026-11-30 13:28:48.473',1,1);
INSERT INTO flyway_schema_history VALUES(34,'39','snapshot trees','SQL','V39__snapshot_trees.sql',-281156489,'','2026-11-30 13:28:48.493',1,1);
INSERT INTO flyway_schema_history VALUES(35,'39.1','volume bitmaps','SQL','V39_1__volume_bitmaps.sql',2038298230,'','2026-11-30 13:28:48.534',0,1);
INSERT INTO flyway_schema_history VALUES(36,'41','renamed accounts','SQL','V41__renamed_accounts.sql',1194107310,'','2026-11-30 13:28:48.552',1,1);
INSERT INTO flyway_schema_history VALUES(37,'43','counts of images','SQL','V43__counts_of_images.sql',1903058767,'','2026-11-30 13:28:48.596',0,1);
INSERT INTO flyway_schema_history VALUES(38,'46','troubles of the overview','SQL','V46__troubles_of_the_overview.sql',315006310,'','2026-11-30 13:28:48.602',1,1);
CREATE TABLE account (
  uuid        VARCHAR(32)   NOT NULL PRIMARY KEY,
  name        VARCHAR(255)  NOT NULL UNIQUE,
  description VARCHAR(2048),
  type        VARCHAR(32)   NOT NULL,
  password    VARCHAR(512)  NOT NULL, -- argon2id of the SHA-512 in hexadecimal
  created     BIGINT        NOT NULL,
  updated     BIGINT        NOT NULL
, renamed BIGINT NOT NULL DEFAULT 0);
INSERT INTO account VALUES('36c27e8ff05c4780bf6d2fa65700f22e','admin',NULL,'SystemAdmin','$argon2id$v=19$m=19456,t=2,p=1$LoGPf+wG7SxMzsY67cAcvQ$0obdLl1E3ucBLdwTcA4K5hHUqcreF56zncqyYHhN19U',1796045331284,1796045331284,0);
INSERT INTO account VALUES('6b54432375f04fc1a6a771a53e5b3dc7','ann',NULL,'Normal','$argon2id$v=19$m=19456,t=2,p=1$Ilkl9ahWH3I1YUin8p8C3g$iMenLaKAUW54GxK/q6H1m/hshrsqdJxg0Y1MdaSZEY0',1796045334959,1796045334959,0);
CREATE TABLE zone (
  uuid        VARCHAR(32)  NOT NULL PRIMARY KEY,
  name        VARCHAR(255) NOT NULL,
  description VARCHAR(2048),
  state       VARCHAR(32)  NOT NULL,
  is_default  BOOLEAN      NOT NULL,
  created     BIGINT       NOT NULL,
  updated     BIGINT       NOT NULL
);
INSERT INTO zone VALUES('4f55db3168504115b2032d10857f348e','zone1',NULL,'Enabled',0,1796045333789,1796045333789);
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
INSERT INTO backup_storage VALUES('b1e06871b49a4456bc9c80f4318cced7','local',NULL,'@directory@/data/storage/local','FileSystemBackupStorage','Enabled','Connected',NULL,270553174016,75505922889,3255,0,'local/65024','@directory@/data/storage/local',NULL,NULL,NULL,NULL,NULL,NULL,0,1796045333320,1796045333650,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO backup_storage VALUES('5dc59aa9301d4f3aa6db6db19831028d','cos1',NULL,'s3://ovas/strongroom-5dc59aa9301d4f3aa6db6db19831028d','S3BackupStorage','Enabled','Connected',NULL,9007199254740991,9007199254740991,0,0,NULL,'s3://ovas/strongroom-5dc59aa9301d4f3aa6db6db19831028d',NULL,'owner',NULL,'AfQvcziqxo4ime3hmdj9+WbiHwvxCONM/89ss+dNvWuOoAG36PHT2WmR9uWyKxlHw39SeAABxw8=',NULL,NULL,0,1796045337859,1796045342465,NULL,NULL,0,'http://127.0.0.1:43655','ovas','strongroom-5dc59aa9301d4f3aa6db6db19831028d','us-east-1','{"addressing":"AUTO"}',NULL);
CREATE TABLE backup_storage_zone (
  backup_storage_uuid VARCHAR(32) NOT NULL REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  zone_uuid           VARCHAR(32) NOT NULL REFERENCES zone (uuid) ON DELETE CASCADE,
  created             BIGINT      NOT NULL,
  PRIMARY KEY (backup_storage_uuid, zone_uuid)
);
INSERT INTO backup_storage_zone VALUES('b1e06871b49a4456bc9c80f4318cced7','4f55db3168504115b2032d10857f348e',1796045333840);
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
INSERT INTO image VALUES('7ee9029b8ef143b5af7ee3bb283a780c','old',NULL,'Enabled','Ready',600,600,NULL,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c','file://@directory@/disks/image.raw','RootVolumeTemplate',NULL,'Linux',NULL,'raw',0,1,'36c27e8ff05c4780bf6d2fa65700f22e',1796045335068,1796045335529,NULL,NULL,600);
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
INSERT INTO image_copy VALUES('7ee9029b8ef143b5af7ee3bb283a780c','b1e06871b49a4456bc9c80f4318cced7','@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/7ee9029b8ef143b5af7ee3bb283a780c/old.template','Ready',1392,'0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c',NULL,NULL,NULL,1796045335071,1796045335528,1,1,NULL,NULL,1796045335528,1796045335528,0,NULL);
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
INSERT INTO volume_snapshot VALUES('7dd70aa78c684d9caf109c666a45ff45','disk',NULL,'Storage','2c0bd06f2d5d4b6eacb03419015c7c2c','2c0bd06f2d5d4b6eacb03419015c7c2c',NULL,NULL,NULL,'Data','raw',1,8192,1,'Enabled','Ready',NULL,1796045336223,1796045337476,'36c27e8ff05c4780bf6d2fa65700f22e','disk-2c0bd06f',NULL,NULL);
CREATE TABLE volume_snapshot_copy (
  volume_snapshot_uuid VARCHAR(32)   NOT NULL REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  backup_storage_uuid  VARCHAR(32)   NOT NULL REFERENCES backup_storage (uuid),
  install_path         VARCHAR(4096) NOT NULL,
  size                 BIGINT        NOT NULL, status VARCHAR(32) NOT NULL DEFAULT 'Ready', snapshot_id VARCHAR(64), logical_size BIGINT, new_size BIGINT, stored_size BIGINT, last_verified BIGINT, checked BIGINT, damage VARCHAR(2048), job_uuid VARCHAR(32), file VARCHAR(8192), file_format VARCHAR(32),
  PRIMARY KEY (volume_snapshot_uuid, backup_storage_uuid)
);
INSERT INTO volume_snapshot_copy VALUES('7dd70aa78c684d9caf109c666a45ff45','b1e06871b49a4456bc9c80f4318cced7','@directory@/data/storage/local/repository/snapshots/7b969327582408e5c99c46a2909e7ac489ef1f3ddaf400241b5b2f1ae1be7527',0,'Ready','7b969327582408e5c99c46a2909e7ac489ef1f3ddaf400241b5b2f1ae1be7527',8192,8480,440,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO tag VALUES('dab0d0c31d5c4e2eb810d896c104c1dd','7ee9029b8ef143b5af7ee3bb283a780c','ImageVO','User','kept',0,1796045335719,1796045335719);
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
INSERT INTO job VALUES('62782ef95604461ea252f230132bdd99','UpdateGlobalConfig',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"id":14,"name":"download.localPath.whitelist","category":"image","description":"paths that administrators'' file:/// urls may name, after links are resolved, separated by semicolons; none if empty","defaultValue":"","value":"@directory@/disks"}}',NULL,NULL,NULL,0,NULL,'req-dc623f1c-d5af-419e-85c5-76e588193691',1796045333227,1796045333227,1796045333227,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('84005c550cd84d5f9c77e29ef2b35316','AddFileSystemBackupStorage',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','b1e06871b49a4456bc9c80f4318cced7',NULL,'{"name":"local","url":"@directory@/data/storage/local","importImages":false,"takeOver":false,"tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',1,'import',NULL,100,'{"inventory":{"uuid":"b1e06871b49a4456bc9c80f4318cced7","name":"local","description":null,"url":"@directory@/data/storage/local","totalCapacity":270553174016,"availableCapacity":270553174016,"availablePhysicalCapacity":75505926144,"type":"FileSystemBackupStorage","state":"Enabled","maintenance":null,"status":"Connected","statusReason":null,"attachedZoneUuids":[],"hostname":null,"username":null,"sshPort":null,"hostKeyFingerprint":null,"presentedHostKeyFingerprint":null,"allowUnsynced":false,"endpoint":null,"bucketName":null,"prefix":null,"region":null,"repositorySize":null,"repositoryUniqueSize":null,"repositorySharedSize":null,"repositoryReclaimableSize":null,"createDate":"2026-11-30T13:28:53.320Z","lastOpDate":"2026-11-30T13:28:53.650Z"}}','c986cc9e56ef49febe9e12a501407669',NULL,1796047133326,0,NULL,'req-290a1077-8812-4848-83dd-4ea403f376da',1796045333326,1796045333675,1796045333675,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'local',NULL,NULL,'127.0.0.1');
INSERT INTO job VALUES('aac61d54ed48467c932e5efedd40e413','CreateZone',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"4f55db3168504115b2032d10857f348e","name":"zone1","description":null,"state":"Enabled","type":"zstack","isDefault":false,"createDate":"2026-11-30T13:28:53.789Z","lastOpDate":"2026-11-30T13:28:53.789Z"}}',NULL,NULL,NULL,0,NULL,'req-df4499f0-4760-4392-8140-1b2b16ae9f1d',1796045333792,1796045333792,1796045333792,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('5af86631874c468facb5a05bab49b6a8','AttachBackupStorageToZone',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"b1e06871b49a4456bc9c80f4318cced7","name":"local","description":null,"url":"@directory@/data/storage/local","totalCapacity":270553174016,"availableCapacity":270553174016,"availablePhysicalCapacity":75505926144,"type":"FileSystemBackupStorage","state":"Enabled","maintenance":null,"status":"Connected","statusReason":null,"attachedZoneUuids":["4f55db3168504115b2032d10857f348e"],"hostname":null,"username":null,"sshPort":null,"hostKeyFingerprint":null,"presentedHostKeyFingerprint":null,"allowUnsynced":false,"endpoint":null,"bucketName":null,"prefix":null,"region":null,"repositorySize":null,"repositoryUniqueSize":null,"repositorySharedSize":null,"repositoryReclaimableSize":null,"createDate":"2026-11-30T13:28:53.320Z","lastOpDate":"2026-11-30T13:28:53.650Z"}}',NULL,NULL,NULL,0,NULL,'req-a7e53826-3e5a-4777-b4fb-61f55d05b6c3',1796045333843,1796045333843,1796045333843,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('94fccb5cba39492b8cf7ac9d32d3024d','CreateAccount',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"6b54432375f04fc1a6a771a53e5b3dc7","name":"ann","description":null,"type":"Normal","createDate":"2026-11-30T13:28:54.959Z","lastOpDate":"2026-11-30T13:28:54.959Z"}}',NULL,NULL,NULL,0,NULL,'req-fd3743c2-bbb9-48ab-8fd4-12a3847719b9',1796045334967,1796045334967,1796045334967,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('53f76e2ee19d4e02b121516e087c0d3b','AddImage',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','7ee9029b8ef143b5af7ee3bb283a780c',NULL,'{"name":"old","url":"file://@directory@/disks/image.raw","backupStorageUuids":["b1e06871b49a4456bc9c80f4318cced7"],"format":"raw","mediaType":"RootVolumeTemplate","platform":"Linux","system":false,"virtio":true,"tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',3,'describe',NULL,100,'{"inventory":{"uuid":"7ee9029b8ef143b5af7ee3bb283a780c","name":"old","description":null,"state":"Enabled","status":"Ready","size":600,"actualSize":600,"md5Sum":null,"sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","url":"file://@directory@/disks/image.raw","mediaType":"RootVolumeTemplate","guestOsType":null,"type":"zstack","platform":"Linux","architecture":null,"format":"raw","system":false,"virtio":true,"groupUuid":null,"bootOrder":null,"createDate":"2026-11-30T13:28:55.068Z","lastOpDate":"2026-11-30T13:28:55.529Z","backupStorageRefs":[{"imageUuid":"7ee9029b8ef143b5af7ee3bb283a780c","backupStorageUuid":"b1e06871b49a4456bc9c80f4318cced7","installPath":"@directory@/data/storage/local/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/7ee9029b8ef143b5af7ee3bb283a780c/old.template","status":"Ready","sha256":"0cb5bc8099bc749a8fe8252c2e301b140d6dafe06ef6c52b6cdcd6c45fda3d8c","damagedDate":null,"damage":null,"lastVerified":"2026-11-30T13:28:55.528Z","exportMd5Sum":null,"exportUrl":null,"createDate":"2026-11-30T13:28:55.071Z","lastOpDate":"2026-11-30T13:28:55.528Z"}],"systemTags":[]}}','c986cc9e56ef49febe9e12a501407669',NULL,1796304535073,0,NULL,'req-e7dc63a7-9fa4-4a41-896a-09a6dd996839',1796045335073,1796045335592,1796045335592,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'old',600,NULL,'127.0.0.1');
INSERT INTO job VALUES('004cc73b08444d4faf0d117e02349ddc','CreateUserTag',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"dab0d0c31d5c4e2eb810d896c104c1dd","resourceUuid":"7ee9029b8ef143b5af7ee3bb283a780c","resourceType":"ImageVO","tag":"kept","type":"User","createDate":"2026-11-30T13:28:55.719911032Z","lastOpDate":"2026-11-30T13:28:55.719911032Z"}}',NULL,NULL,NULL,0,NULL,'req-83c7587f-aea6-43a1-8c51-6c8f9a6f0e37',1796045335720,1796045335720,1796045335720,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('e60b0cbf0495443f8287c00a4d2367f4','RegisterVolume',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','2c0bd06f2d5d4b6eacb03419015c7c2c',NULL,'{"name":"disk","url":"file://@directory@/disks/volume.raw","format":"raw","type":"Data","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',0,'look',NULL,100,'{"inventory":{"uuid":"2c0bd06f2d5d4b6eacb03419015c7c2c","name":"disk","description":null,"zoneUuid":null,"type":"Data","format":"raw","size":8192,"actualSize":8192,"url":"file://@directory@/disks/volume.raw","hostKeyFingerprint":null,"state":"Enabled","status":"Ready","createDate":"2026-11-30T13:28:56.073Z","lastOpDate":"2026-11-30T13:28:56.073Z"}}','c986cc9e56ef49febe9e12a501407669',NULL,1796047135805,0,NULL,'req-c818ccbe-0554-4e31-ba8f-015fda24738f',1796045335805,1796045336089,1796045336089,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,NULL,NULL,NULL,'127.0.0.1');
INSERT INTO job VALUES('ff7abea2dc5f4663a93758729e599ff5','BackupVolume',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','7dd70aa78c684d9caf109c666a45ff45',NULL,'{"uuid":"2c0bd06f2d5d4b6eacb03419015c7c2c","backupStorageUuid":"b1e06871b49a4456bc9c80f4318cced7","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',0,'backup',NULL,100,'{"inventory":{"uuid":"7dd70aa78c684d9caf109c666a45ff45","name":"disk","description":null,"type":"Storage","volumeUuid":"2c0bd06f2d5d4b6eacb03419015c7c2c","treeUuid":"2c0bd06f2d5d4b6eacb03419015c7c2c","parentUuid":null,"primaryStorageUuid":null,"primaryStorageInstallPath":null,"volumeType":"Data","format":"raw","latest":true,"size":8192,"distance":1,"state":"Enabled","status":"Ready","createDate":"2026-11-30T13:28:56.223Z","lastOpDate":"2026-11-30T13:28:57.476Z","backupStorageRefs":[{"volumeSnapshotUuid":"7dd70aa78c684d9caf109c666a45ff45","backupStorageUuid":"b1e06871b49a4456bc9c80f4318cced7","installPath":"@directory@/data/storage/local/repository/snapshots/7b969327582408e5c99c46a2909e7ac489ef1f3ddaf400241b5b2f1ae1be7527","status":"Ready","snapshotId":"7b969327582408e5c99c46a2909e7ac489ef1f3ddaf400241b5b2f1ae1be7527","file":null,"logicalSize":8192,"newSize":8480,"storedSize":440,"lastVerified":null,"damage":null}],"groupUuid":null}}','c986cc9e56ef49febe9e12a501407669',NULL,1796304536239,0,NULL,'req-7869207c-1590-4093-a445-3fff6ce04530',1796045336239,1796045337497,1796045337497,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'disk',8192,NULL,'127.0.0.1');
INSERT INTO job VALUES('d17fd1d7cc5c4c608140d7ff0d9c84a9','CreateSchedule',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"dbeaff3ad3d64ee0aea27caf98a5f2c5","name":"nightly","description":null,"operation":"BackupVolume","volumeUuid":"2c0bd06f2d5d4b6eacb03419015c7c2c","backupStorageUuid":null,"state":"Enabled","cron":"30 2 1 1 *","timeZone":"Europe/Berlin","keep":7,"nextRun":"2027-01-01T01:30:00Z","nextRuns":["2027-01-01T01:30:00Z","2028-01-01T01:30:00Z","2029-01-01T01:30:00Z","2030-01-01T01:30:00Z","2031-01-01T01:30:00Z","2032-01-01T01:30:00Z","2033-01-01T01:30:00Z","2034-01-01T01:30:00Z","2035-01-01T01:30:00Z","2036-01-01T01:30:00Z"],"lastRun":null,"lastResult":null,"lastError":null,"jobUuid":null,"createDate":"2026-11-30T13:28:57.657Z","lastOpDate":"2026-11-30T13:28:57.657Z"}}',NULL,NULL,NULL,0,NULL,'req-f011192f-f212-46fe-b154-523e50363115',1796045337724,1796045337724,1796045337724,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('e43851a3e6394063857cf3229f5fe1c7','CreateProject',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e',NULL,NULL,NULL,'Succeeded',0,NULL,NULL,100,'{"inventory":{"uuid":"024ab99d588746c8bdacc601ac4ffb16","name":"web","description":null,"enabled":true,"createDate":"2026-11-30T13:28:57.773Z","lastOpDate":"2026-11-30T13:28:57.773Z"}}',NULL,NULL,NULL,0,NULL,'req-07c1b19e-763d-407c-9614-3164dcb9b348',1796045337783,1796045337783,1796045337783,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('8950707f35ba46769c834ea652e1cc6f','RegisterBucket',1,NULL,NULL,'36c27e8ff05c4780bf6d2fa65700f22e','07076e6077f84910894003b00fd4b6ce',NULL,'{"name":"cos1","type":"s3","bucketName":"ovas","endpoint":"http://127.0.0.1:43655","accessKey":"owner","secretKey":"***","projectUuid":"024ab99d588746c8bdacc601ac4ffb16","tagUuids":[],"systemTags":[],"userTags":[]}','Succeeded',1,'connect',NULL,100,'{"inventory":{"uuid":"07076e6077f84910894003b00fd4b6ce","name":"cos1","type":"s3","bucketName":"ovas","endpoint":"http://127.0.0.1:43655","region":null,"authEndpoint":null,"resourceCrn":null,"projectUuid":"024ab99d588746c8bdacc601ac4ffb16","createDate":"2026-11-30T13:28:57.860Z","lastOpDate":"2026-11-30T13:28:57.860Z"}}','c986cc9e56ef49febe9e12a501407669',NULL,1796047137860,0,NULL,'req-fdcd123f-fcb8-415a-a593-1fe04ed43a12',1796045337860,1796045342757,1796045342757,'900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf',1,'{"accountUuid":"36c27e8ff05c4780bf6d2fa65700f22e","accountName":"admin","administrator":true,"projectUuid":null,"everyAccounts":true}',NULL,NULL,'cos1',NULL,NULL,'127.0.0.1');
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
INSERT INTO event VALUES('9f369fbf75564925bdcacbd65cb4ea0e',1796045331305,'ProjectVO','36c27e8ff05c4780bf6d2fa65700f22f','admin','Created',NULL,NULL,NULL,'first-start','8890bbae96d14fe0811e93a6a9af6dfd',1,NULL);
INSERT INTO event VALUES('ffbcdfdbcb1c42d4a23737d36a1d4ae4',1796045333325,'BackupStorageVO','b1e06871b49a4456bc9c80f4318cced7','local','Created',NULL,NULL,NULL,'req-290a1077-8812-4848-83dd-4ea403f376da','84005c550cd84d5f9c77e29ef2b35316',1,NULL);
INSERT INTO event VALUES('8beb725bd00f4c229d1bbaa24a0d5a2e',1796045333651,'BackupStorageVO','b1e06871b49a4456bc9c80f4318cced7','local','StatusChanged','Connecting','Connected',NULL,'req-290a1077-8812-4848-83dd-4ea403f376da','84005c550cd84d5f9c77e29ef2b35316',1,NULL);
INSERT INTO event VALUES('292a83e6456f4d8d8c4e4f4dc66ca083',1796045333789,'ZoneVO','4f55db3168504115b2032d10857f348e','zone1','Created',NULL,NULL,NULL,'req-df4499f0-4760-4392-8140-1b2b16ae9f1d','aac61d54ed48467c932e5efedd40e413',1,NULL);
INSERT INTO event VALUES('1f7e10373e08417aa6d37aba536acef4',1796045333841,'BackupStorageVO','b1e06871b49a4456bc9c80f4318cced7','local','AttachedToZone',NULL,'4f55db3168504115b2032d10857f348e',NULL,'req-a7e53826-3e5a-4777-b4fb-61f55d05b6c3','5af86631874c468facb5a05bab49b6a8',1,NULL);
INSERT INTO event VALUES('81acf91167764b59a5578f92e435a3ea',1796045335529,'ImageVO','7ee9029b8ef143b5af7ee3bb283a780c','old','Created',NULL,NULL,NULL,'req-e7dc63a7-9fa4-4a41-896a-09a6dd996839','53f76e2ee19d4e02b121516e087c0d3b',1,NULL);
INSERT INTO event VALUES('959c09c636e7469598fcab3aae04008e',1796045336074,'VolumeVO','2c0bd06f2d5d4b6eacb03419015c7c2c','disk','Created',NULL,NULL,NULL,'req-c818ccbe-0554-4e31-ba8f-015fda24738f','e60b0cbf0495443f8287c00a4d2367f4',1,NULL);
INSERT INTO event VALUES('2e14bd6fd9a7440f95162645186ae10d',1796045337485,'VolumeSnapshotVO','7dd70aa78c684d9caf109c666a45ff45','disk','Created',NULL,NULL,NULL,'req-7869207c-1590-4093-a445-3fff6ce04530','ff7abea2dc5f4663a93758729e599ff5',1,NULL);
INSERT INTO event VALUES('7f21b63fe03641ba8ec2394df39384cf',1796045337690,'ScheduleVO','dbeaff3ad3d64ee0aea27caf98a5f2c5','nightly','Created',NULL,NULL,NULL,'req-f011192f-f212-46fe-b154-523e50363115','d17fd1d7cc5c4c608140d7ff0d9c84a9',1,NULL);
INSERT INTO event VALUES('1bc536b340fb40888fc46c25ed5424e4',1796045337776,'ProjectVO','024ab99d588746c8bdacc601ac4ffb16','web','Created',NULL,NULL,NULL,'req-07c1b19e-763d-407c-9614-3164dcb9b348','e43851a3e6394063857cf3229f5fe1c7',1,NULL);
INSERT INTO event VALUES('623819b1594243b5bd76ca4244f9a251',1796045337860,'BackupStorageVO','5dc59aa9301d4f3aa6db6db19831028d','cos1','Created',NULL,NULL,NULL,'req-fdcd123f-fcb8-415a-a593-1fe04ed43a12','8950707f35ba46769c834ea652e1cc6f',1,NULL);
INSERT INTO event VALUES('0f0d8b419b324a019484f68cd6e33775',1796045342495,'BackupStorageVO','5dc59aa9301d4f3aa6db6db19831028d','cos1','StatusChanged','Connecting','Connected',NULL,'monitor','ae7865ceb1b24dc884133b5573f7081f',1,NULL);
INSERT INTO event VALUES('2e00625c3dcc4b1f899c9ec10535630d',1796045342754,'BucketVO','07076e6077f84910894003b00fd4b6ce','cos1','Created',NULL,NULL,NULL,'req-fdcd123f-fcb8-415a-a593-1fe04ed43a12','8950707f35ba46769c834ea652e1cc6f',1,NULL);
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
INSERT INTO audit VALUES('d8f10353b1e4445e8ee657b6b8aab79f',1796045333130,'36c27e8ff05c4780bf6d2fa65700f22e','LogIn','36c27e8ff05c4780bf6d2fa65700f22e','req-fc1f0158-da19-4dcd-ad2d-137f5b648e3e',NULL,'Succeeded',NULL,'127.0.0.1',1796045333130,2);
INSERT INTO audit VALUES('462e97ff857d4d1e94541a28dd15847d',1796045333239,'36c27e8ff05c4780bf6d2fa65700f22e','UpdateGlobalConfig',NULL,'req-dc623f1c-d5af-419e-85c5-76e588193691','62782ef95604461ea252f230132bdd99','Succeeded',NULL,'127.0.0.1',1796045333239,2);
INSERT INTO audit VALUES('8faf8040d8ac418a93731c23c95a3270',1796045333410,'36c27e8ff05c4780bf6d2fa65700f22e','AddFileSystemBackupStorage','b1e06871b49a4456bc9c80f4318cced7','req-290a1077-8812-4848-83dd-4ea403f376da','84005c550cd84d5f9c77e29ef2b35316','Succeeded',NULL,'127.0.0.1',1796045333683,2);
INSERT INTO audit VALUES('1f746eea031b4236a73962c88d5aaa68',1796045333794,'36c27e8ff05c4780bf6d2fa65700f22e','CreateZone','4f55db3168504115b2032d10857f348e','req-df4499f0-4760-4392-8140-1b2b16ae9f1d','aac61d54ed48467c932e5efedd40e413','Succeeded',NULL,'127.0.0.1',1796045333794,2);
INSERT INTO audit VALUES('a7494a442843434dbfbad25299d87443',1796045333844,'36c27e8ff05c4780bf6d2fa65700f22e','AttachBackupStorageToZone','b1e06871b49a4456bc9c80f4318cced7','req-a7e53826-3e5a-4777-b4fb-61f55d05b6c3','5af86631874c468facb5a05bab49b6a8','Succeeded',NULL,'127.0.0.1',1796045333844,2);
INSERT INTO audit VALUES('aa3f9579a98c465b8f4a3b7f55974443',1796045334971,'36c27e8ff05c4780bf6d2fa65700f22e','CreateAccount','6b54432375f04fc1a6a771a53e5b3dc7','req-fd3743c2-bbb9-48ab-8fd4-12a3847719b9','94fccb5cba39492b8cf7ac9d32d3024d','Succeeded',NULL,'127.0.0.1',1796045334971,2);
INSERT INTO audit VALUES('f33ab5914ac04802b91967a18b16f159',1796045335085,'36c27e8ff05c4780bf6d2fa65700f22e','AddImage','7ee9029b8ef143b5af7ee3bb283a780c','req-e7dc63a7-9fa4-4a41-896a-09a6dd996839','53f76e2ee19d4e02b121516e087c0d3b','Succeeded',NULL,'127.0.0.1',1796045335607,2);
INSERT INTO audit VALUES('0dba632dd67b4db4a45bb0551b3c7a97',1796045335724,'36c27e8ff05c4780bf6d2fa65700f22e','CreateUserTag','dab0d0c31d5c4e2eb810d896c104c1dd','req-83c7587f-aea6-43a1-8c51-6c8f9a6f0e37','004cc73b08444d4faf0d117e02349ddc','Succeeded',NULL,'127.0.0.1',1796045335724,2);
INSERT INTO audit VALUES('5f0f49624806409c9ee7e972523ba133',1796045335821,'36c27e8ff05c4780bf6d2fa65700f22e','RegisterVolume','2c0bd06f2d5d4b6eacb03419015c7c2c','req-c818ccbe-0554-4e31-ba8f-015fda24738f','e60b0cbf0495443f8287c00a4d2367f4','Succeeded',NULL,'127.0.0.1',1796045336091,2);
INSERT INTO audit VALUES('ca7f676fadb840ae9f5089f4efd67144',1796045336257,'36c27e8ff05c4780bf6d2fa65700f22e','BackupVolume','7dd70aa78c684d9caf109c666a45ff45','req-7869207c-1590-4093-a445-3fff6ce04530','ff7abea2dc5f4663a93758729e599ff5','Succeeded',NULL,'127.0.0.1',1796045337507,2);
INSERT INTO audit VALUES('1a3c7951b2b94b0cadd702c931a97544',1796045337740,'36c27e8ff05c4780bf6d2fa65700f22e','CreateSchedule','dbeaff3ad3d64ee0aea27caf98a5f2c5','req-f011192f-f212-46fe-b154-523e50363115','d17fd1d7cc5c4c608140d7ff0d9c84a9','Succeeded',NULL,'127.0.0.1',1796045337740,2);
INSERT INTO audit VALUES('b03e32f36dc74d84b4d41942e6a2a4f5',1796045337785,'36c27e8ff05c4780bf6d2fa65700f22e','CreateProject','024ab99d588746c8bdacc601ac4ffb16','req-07c1b19e-763d-407c-9614-3164dcb9b348','e43851a3e6394063857cf3229f5fe1c7','Succeeded',NULL,'127.0.0.1',1796045337785,2);
INSERT INTO audit VALUES('097c336348d14dc180eb5fc58ed34d68',1796045337863,'36c27e8ff05c4780bf6d2fa65700f22e','RegisterBucket','07076e6077f84910894003b00fd4b6ce','req-fdcd123f-fcb8-415a-a593-1fe04ed43a12','8950707f35ba46769c834ea652e1cc6f','Succeeded',NULL,'127.0.0.1',1796045342772,1);
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
INSERT INTO project VALUES('36c27e8ff05c4780bf6d2fa65700f22f','admin',NULL,1,1796045331304,1796045331304);
INSERT INTO project VALUES('024ab99d588746c8bdacc601ac4ffb16','web',NULL,1,1796045337773,1796045337773);
CREATE TABLE role_assignment (
  account_uuid VARCHAR(32) NOT NULL REFERENCES account (uuid) ON DELETE CASCADE,
  project_uuid VARCHAR(32) NOT NULL REFERENCES project (uuid) ON DELETE CASCADE,
  role         VARCHAR(32) NOT NULL, -- admin or reader
  created      BIGINT      NOT NULL,
  PRIMARY KEY (account_uuid, project_uuid, role)
);
INSERT INTO role_assignment VALUES('36c27e8ff05c4780bf6d2fa65700f22e','36c27e8ff05c4780bf6d2fa65700f22f','admin',1796045331307);
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
INSERT INTO bucket VALUES('07076e6077f84910894003b00fd4b6ce','024ab99d588746c8bdacc601ac4ffb16','cos1','s3',NULL,NULL,NULL,1796045337860,1796045337860,'5dc59aa9301d4f3aa6db6db19831028d',1796045342753,0);
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
INSERT INTO session VALUES('900f550c409899a0d1bf2b9e8e204606860c97d729aca7e1ac046b4650192adf','36c27e8ff05c4780bf6d2fa65700f22e',1796045333139,1796052533139,NULL,'900f550c409899a0d1bf2b9e8e204606','127.0.0.1',1796045333139);
CREATE TABLE resource (
  uuid VARCHAR(32) NOT NULL PRIMARY KEY,
  type VARCHAR(64) NOT NULL -- as tags name it
);
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22e','AccountVO');
INSERT INTO resource VALUES('36c27e8ff05c4780bf6d2fa65700f22f','ProjectVO');
INSERT INTO resource VALUES('b1e06871b49a4456bc9c80f4318cced7','BackupStorageVO');
INSERT INTO resource VALUES('4f55db3168504115b2032d10857f348e','ZoneVO');
INSERT INTO resource VALUES('6b54432375f04fc1a6a771a53e5b3dc7','AccountVO');
INSERT INTO resource VALUES('7ee9029b8ef143b5af7ee3bb283a780c','ImageVO');
INSERT INTO resource VALUES('2c0bd06f2d5d4b6eacb03419015c7c2c','VolumeVO');
INSERT INTO resource VALUES('7dd70aa78c684d9caf109c666a45ff45','VolumeSnapshotVO');
INSERT INTO resource VALUES('dbeaff3ad3d64ee0aea27caf98a5f2c5','ScheduleVO');
INSERT INTO resource VALUES('024ab99d588746c8bdacc601ac4ffb16','ProjectVO');
INSERT INTO resource VALUES('07076e6077f84910894003b00fd4b6ce','BucketVO');
INSERT INTO resource VALUES('5dc59aa9301d4f3aa6db6db19831028d','BackupStorageVO');
CREATE TABLE former_resource (
  uuid  VARCHAR(32) NOT NULL PRIMARY KEY,
  lives INTEGER     NOT NULL
);
CREATE TABLE key_check (
  name   VARCHAR(32) NOT NULL PRIMARY KEY,
  sealed TEXT        NOT NULL
);
INSERT INTO key_check VALUES('key.json','AfQvczjKqzT7gipnkj2c7SdCC4GfJR56ikj24M+7x/WrZaLVp4a2KfJsgg==');
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
INSERT INTO installation VALUES(1,'43c25270d7de4ae2aecf268e5ad42f09',1796045333514);
CREATE TABLE audit_link (
  number     BIGINT      NOT NULL PRIMARY KEY,
  audit_uuid VARCHAR(32),                                            -- null in the anchor, whose entry was forgotten
  part       VARCHAR(16) NOT NULL,                                   -- Accepted, Ended, Whole or Anchor
  digest     VARCHAR(64) NOT NULL
);
INSERT INTO audit_link VALUES(1,'d8f10353b1e4445e8ee657b6b8aab79f','Whole','878a059635e699d4579f1f9c925ee8472dde70c9cd2411f9f1a0f9172a17362f');
INSERT INTO audit_link VALUES(2,'462e97ff857d4d1e94541a28dd15847d','Whole','d53033dbfd54e5f9c1f8a899ad362db271a18b7501e057dcd0699f76a302f44b');
INSERT INTO audit_link VALUES(3,'8faf8040d8ac418a93731c23c95a3270','Whole','49bf8151b874f0baf3f97d022899136ba83caf1fbc15d0d868ba9683a524b142');
INSERT INTO audit_link VALUES(4,'1f746eea031b4236a73962c88d5aaa68','Whole','8cbfd26697c154bfaa8812719bc335596a9863d88ba700a77fce62b7d506ad2e');
INSERT INTO audit_link VALUES(5,'a7494a442843434dbfbad25299d87443','Whole','a34aa6540d6a0feb3aef06f0f675e90d97d1ed28fbe59335ccd271c251ef57e2');
INSERT INTO audit_link VALUES(6,'aa3f9579a98c465b8f4a3b7f55974443','Whole','4b30a4eb0c3093c9ac2f2b13a43a8662d3bd0e9f7645b306498ef159aef6e26c');
INSERT INTO audit_link VALUES(7,'f33ab5914ac04802b91967a18b16f159','Whole','d2b432054582918ced83faaf46556a75017569cf978acff142aa590fb34a6d8f');
INSERT INTO audit_link VALUES(8,'0dba632dd67b4db4a45bb0551b3c7a97','Whole','1e4f55a6c67d23d044b8a7286f8b028eaaefae297d50c2b0b6a8386251cf9bad');
INSERT INTO audit_link VALUES(9,'5f0f49624806409c9ee7e972523ba133','Accepted','adab40e35ead0d05ff1b294a05ec9768614896df54ad97bcf1c390fc3cd3e4d9');
INSERT INTO audit_link VALUES(10,'5f0f49624806409c9ee7e972523ba133','Ended','762898442cec5ac63f5ed2aa05b8b939e7f8eacbdeef9f5b9c5e3b5f0b5d8ea8');
INSERT INTO audit_link VALUES(11,'ca7f676fadb840ae9f5089f4efd67144','Accepted','5f4933a6455ffa01c138a87bc866b50578a8d9c716b82922c0932849046f65a8');
INSERT INTO audit_link VALUES(12,'ca7f676fadb840ae9f5089f4efd67144','Ended','a680f20dcbed2a3545762b17c3d44d7642a6bb365a46bff7b98ebe6e2c28ba1a');
INSERT INTO audit_link VALUES(13,'1a3c7951b2b94b0cadd702c931a97544','Whole','0ca9c2698fe92933c364c78fb783a2b001771483d01c9bd33ddb1c4526bc5eca');
INSERT INTO audit_link VALUES(14,'b03e32f36dc74d84b4d41942e6a2a4f5','Whole','a4c0e22f598f7b6769fa587a9fb15efa9d5238a4ed7ce2030f944646d575c241');
INSERT INTO audit_link VALUES(15,'097c336348d14dc180eb5fc58ed34d68','Accepted','6c03608ae6969f49363618a955094d15008a9b98e4e57144230ae51001b82db4');
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
INSERT INTO volume VALUES('2c0bd06f2d5d4b6eacb03419015c7c2c','disk',NULL,'Data','raw',8192,8192,NULL,'disk-2c0bd06f',NULL,'36c27e8ff05c4780bf6d2fa65700f22e','Enabled','Ready',1796045336073,1796045336073,'file://@directory@/disks/volume.raw','AfQvczjtGNAGOGpNGuKP+7Tp66KI/Nknb27CeR9mKWUGUkycEJ5X5xFTjl5TS+fUBHugf5k9qT5aG4UsVqOTFdLVYSwc3u478KddiRgaUkyBNtGBXUazKcGDoqdYOdTVTueYheI=');
CREATE TABLE repository (
  backup_storage_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES backup_storage (uuid) ON DELETE CASCADE,
  password            TEXT        NOT NULL, -- encrypted
  made                BOOLEAN     NOT NULL, -- whether it lies on the storage for certain
  bytes               BIGINT      NOT NULL, -- of its files, accounted for on the storage
  created             BIGINT      NOT NULL
, unique_bytes BIGINT, shared_bytes BIGINT, reclaimable_bytes BIGINT, cleaned BIGINT, clean_tried BIGINT, clean_due BIGINT, spare_password TEXT, has_foreign BOOLEAN NOT NULL DEFAULT FALSE, maker VARCHAR(32));
INSERT INTO repository VALUES('b1e06871b49a4456bc9c80f4318cced7','AfQvcziQDqK1UD+7lcxUsl4heBlpQrxHeT4jAmb7Yi+t3iOxicd+RuXpgY3Hp5zOXlg9UyGFLP48NrX/y9/NT7bETPCkEoeInD14nw==',1,1863,1796045336337,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'ff7abea2dc5f4663a93758729e599ff5');
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
INSERT INTO log_in_place VALUES('189d099de8ed780d94a0523ab6e2296c9f74114bc98a69472dab1d248b542ab1',1796045333074);
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
INSERT INTO schedule VALUES('dbeaff3ad3d64ee0aea27caf98a5f2c5','nightly',NULL,'BackupVolume','2c0bd06f2d5d4b6eacb03419015c7c2c',NULL,'Enabled','30 2 1 1 *','Europe/Berlin',7,1798767000000,NULL,NULL,NULL,NULL,NULL,1796045337657,1796045337657);
CREATE TABLE schedule_generation (
  snapshot_uuid VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES volume_snapshot (uuid) ON DELETE CASCADE,
  schedule_uuid VARCHAR(32) NOT NULL REFERENCES schedule (uuid) ON DELETE CASCADE,
  created       BIGINT      NOT NULL
);
CREATE TABLE volume_bitmap (
  volume_uuid   VARCHAR(32)   NOT NULL REFERENCES volume (uuid) ON DELETE CASCADE,
  name          VARCHAR(255)  NOT NULL,
  snapshot_uuid VARCHAR(32),            -- null while nothing is known
  job_uuid      VARCHAR(32),            -- that makes the next one
  unread        INTEGER       NOT NULL, -- snapshots since one that everything was read for
  distrusted    BOOLEAN       NOT NULL, -- it once left out what had changed
  PRIMARY KEY (volume_uuid, name)
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
CREATE INDEX volume_snapshot_tree_members ON volume_snapshot (tree_uuid, created, uuid);
CREATE INDEX volume_snapshot_group ON volume_snapshot (group_uuid) WHERE group_uuid IS NOT NULL;
CREATE INDEX volume_snapshot_primary_storage ON volume_snapshot (primary_storage_uuid) WHERE primary_storage_uuid IS NOT NULL;
CREATE VIEW volume_snapshot_tree AS
SELECT
  tree_uuid AS uuid,
  MIN(volume_uuid) AS volume_uuid,
  MIN(account_uuid) AS account_uuid,
  MAX(CASE WHEN latest THEN 1 ELSE 0 END) = 1 AS is_current,
  MIN(created) AS created,
  MAX(updated) AS updated
FROM volume_snapshot
WHERE tree_uuid IS NOT NULL AND volume_uuid IS NOT NULL
GROUP BY tree_uuid;
CREATE INDEX image_copy_status ON image_copy (image_uuid, lower(status), status);
CREATE INDEX job_state ON job (lower(state), created, uuid);
CREATE INDEX schedule_trouble ON schedule (last_run, uuid) WHERE last_error IS NOT NULL;
COMMIT;
