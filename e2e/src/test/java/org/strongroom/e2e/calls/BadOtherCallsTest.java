package org.strongroom.e2e.calls;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;

/** Calls about zones, tags, configuration, accounts, jobs, and queries that can not be answered. */
class BadOtherCallsTest {
  private static final String UNKNOWN = "0123456789ab4cde8f0123456789abcd";
  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;
  private static BadCalls calls;

  @BeforeAll
  static void start() {
    server = ServerProcess.afterTheFirst(directory, Map.of());
    admin = ZStackClient.admin(server);
    String zone = TestBed.uuid(admin.post("/zones", Map.of("name", "zone1")));
    calls = new BadCalls(server);
    calls.name("unknown", UNKNOWN);
    calls.name("zone", zone);
    calls.name("session", admin.session());
    calls.name("hash", ZStackClient.sha512("a password"));
    calls.name("admin", admin.query("/accounts", "name=admin").get(0).get("uuid").asString());
    admin.post(
        "/user-tags", Map.of("resourceType", "ZoneVO", "resourceUuid", zone, "tag", "there"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # zones
          POST   | /zones                   | {"params":{"name":"a/b"}}                                     | job SYS.1007: zone name 'a/b' may hold letters, digits, spaces and -_.():+" only
          POST   | /zones                   | {"params":{"name":"{256xa}"}}                                 | job SYS.1007: parameter 'name' of CreateZone has 256 characters; at most 255 are allowed
          POST   | /zones                   | {"params":{"name":"a","isDefault":"yes"}}                     | job SYS.1007: parameter 'isDefault' of CreateZone has to be true or false, not 'yes'
          POST   | /zones                   | {"params":{"name":"a","resourceUuid":"{zone}"}}               | job SYS.1007: resourceUuid {zone} is already taken by a zone
          POST   | /zones                   | {"params":{"name":"a","resourceUuid":"xyz"}}                  | job SYS.1007: resourceUuid 'xyz' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes
          POST   | /zones                   | {"params":{"name":"a","resourceUuid":"{32x0}"}}               | job SYS.1007: resourceUuid '00000000000000000000000000000000' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes
          POST   | /zones                   | {"params":{"name":"a","userTags":[""]}}                       | job SYS.1007: a user tag has from 1 to 2048 characters; this one has 0
          POST   | /zones                   | {"params":{"name":"a","systemTags":["b"]}}                    | job SYS.1007: 'b' is no system tag of the type ZoneVO; known forms: description::VALUE
          PUT    | /zones/{unknown}/actions | {"updateZone":{"name":"a"}}                                   | job SYS.1003: no zone has the uuid {unknown}
          PUT    | /zones/{zone}/actions    | {"changeZoneState":{"stateEvent":"on"}}                       | job SYS.1007: parameter 'stateEvent' of ChangeZoneState has to be one of enable, disable, not 'on'
          DELETE | /zones/zone1             | ``                                                            | job SYS.1003: no zone has the uuid zone1
          # tags
          POST   | /user-tags               | {"params":{}}                                                 | job SYS.1007: parameter 'resourceType' of CreateUserTag is required: entity name of the kind of resource, such as BackupStorageVO
          POST   | /user-tags               | {"params":{"resourceType":"ZoneVO","resourceUuid":"{zone}"}}  | job SYS.1007: parameter 'tag' of CreateUserTag is required: any text
          POST   | /user-tags               | {"params":{"resourceType":"CarVO","resourceUuid":"{zone}","tag":"a"}}       | job SYS.1007: resourceType 'CarVO' is not one of AccountVO, BackupStorageVO, BucketVO, ImageBackupVO, ImageVO, NotificationTargetVO, ProjectVO, ScheduleVO, VolumeSnapshotVO, VolumeVO, ZoneVO
          POST   | /user-tags               | {"params":{"resourceType":"ZoneVO","resourceUuid":"{unknown}","tag":"a"}}   | job SYS.1003: no zone has the uuid {unknown}
          POST   | /user-tags               | {"params":{"resourceType":"ZoneVO","resourceUuid":"{zone}","tag":"there"}}  | job SYS.1006: resource {zone} already has the tag 'there'
          DELETE | /zones/{256xa}           | ``                                                                            | job SYS.1007: parameter 'uuid' of DeleteZone has 256 characters; at most 255 are allowed
          POST   | /user-tags               | {"params":{"resourceType":"ZoneVO","resourceUuid":"{zone}","tag":"{2049xa}"}} | job SYS.1007: parameter 'tag' of CreateUserTag has 2049 characters; at most 2048 are allowed
          POST   | /system-tags             | {"params":{"resourceType":"ZoneVO","resourceUuid":"{zone}","tag":"free text"}} | job SYS.1007: 'free text' is no system tag of the type ZoneVO; known forms: description::VALUE
          POST   | /system-tags/{zone}/tags | {"params":{"resourceType":"ZoneVO","tags":[]}}                | job SYS.1007: parameter 'tags' of CreateSystemTags is required: texts of forms that the system knows
          PUT    | /system-tags/{unknown}/actions | {"updateSystemTag":{"tag":"a"}}                         | job SYS.1003: no system tag has the uuid {unknown}
          # configuration
          PUT    | /global-configurations/backupStorage/ping.interval/actions | {"updateGlobalConfig":{"value":"0"}}     | job SYS.1007: backupStorage/ping.interval has to be a whole number from 1 to 2147483647, not '0'
          PUT    | /global-configurations/backupStorage/nothing/actions       | {"updateGlobalConfig":{"value":"1"}}     | job SYS.1007: no global configuration backupStorage/nothing; QueryGlobalConfig lists them
          PUT    | /global-configurations/image/deletionPolicy/actions        | {"updateGlobalConfig":{"value":"Later"}} | job SYS.1007: image/deletionPolicy has to be one of Direct, Delay, Never, not 'Later'
          PUT    | /global-configurations/backupStorage/reservedCapacity/actions | {"updateGlobalConfig":{"value":"lots"}} | job SYS.1007: backupStorage/reservedCapacity has to be a size such as 512M, 1G or 2T, not 'lots'
          PUT    | /global-configurations/backupStorage/reservedCapacity/actions | {"updateGlobalConfig":{"value":"999999999999T"}} | job SYS.1007: backupStorage/reservedCapacity has to be a size such as 512M, 1G or 2T, not '999999999999T'
          GET    | /global-configurations/nothing/at.all                      | ``                                       | 503 SYS.1007: no global configuration nothing/at.all; QueryGlobalConfig lists them
          # accounts and sessions
          POST   | /accounts                | {"params":{"name":"a","password":"clear"}}                    | job SYS.1007: password has to be the SHA-512 of the password in 128 hexadecimal digits
          POST   | /accounts                | {"params":{"name":"admin","password":"{hash}"}}               | job SYS.1006: an account named 'admin' exists already
          POST   | /accounts                | {"params":{"name":"a","password":"{hash}","type":"King"}}     | job SYS.1007: parameter 'type' of CreateAccount has to be one of SystemAdmin, Normal, not 'King'
          DELETE | /accounts/{admin}        | ``                                                            | job SYS.1006: the administrator's account can not be deleted
          PUT    | /accounts/sessions/{session}/renew | {"renewSession":{"duration":59}}                    | job SYS.1007: parameter 'duration' of RenewSession has to be from 60 to 31536000, not '59'
          PUT    | /accounts/sessions/{unknown}/renew | {"renewSession":{}}                                 | job ID.1001: the session to renew is not valid
          # jobs
          POST   | /longjobs                | {"params":{"jobName":"Nothing","jobData":"{}"}}               | job SYS.1007: no operation 'Nothing' can run as a job
          POST   | /longjobs                | {"params":{"jobName":"AddImage","jobData":"not json"}}        | job SYS.1007: jobData is not a JSON object: it goes wrong in line 1, column 1
          PUT    | /longjobs/{unknown}/actions | {"cancelLongJob":{}}                                       | job SYS.1003: no job has the uuid {unknown}
          """)
  void change(String method, String path, String body, String answer) {
    calls.expect(answer, admin, method, path, body);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /zones?q=nothing%3D1                | 503 SYS.1000: unknown field 'nothing' of zone; its fields are __systemTag__, __userTag__, createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /zones?q=name                       | 503 SYS.1007: the condition 'name' has no operator; there are: !=  >=  <=  !?=  !~=  ~=  ?=  =  >  <  is null  not null
          /zones?q=                           | 503 SYS.1007: the condition '' has no operator; there are: !=  >=  <=  !?=  !~=  ~=  ?=  =  >  <  is null  not null
          /zones?q=%3Dvalue                   | 503 SYS.1007: the condition '=value' names no field before '='
          /zones?q=host.name%3Da              | 503 SYS.1000: 'host.name': unknown field 'host' of zone; its fields are __systemTag__, __userTag__, createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /zones?q=backupStorage.x.y%3Da      | 503 SYS.1000: 'backupStorage.x.y': unknown field 'x' of backup storage; its fields are __systemTag__, __userTag__, allowUnsynced, attachedZoneUuids, availableCapacity, availablePhysicalCapacity, bucketName, createDate, description, endpoint, hostKeyFingerprint, hostname, lastOpDate, maintenance, name, prefix, presentedHostKeyFingerprint, region, repositoryReclaimableSize, repositorySharedSize, repositorySize, repositoryUniqueSize, sshPort, state, status, statusReason, totalCapacity, type, url, username, uuid; its relations are image, volumeSnapshot, zone
          /zones?q=backupStorage%3Da          | 503 SYS.1000: unknown field 'backupStorage' of zone; its fields are __systemTag__, __userTag__, createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /zones?q=name.first%3Da             | 503 SYS.1000: 'name.first': unknown field 'name' of zone; its fields are __systemTag__, __userTag__, createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /backup-storage?q=totalCapacity%3Dmuch | 503 SYS.1007: field 'totalCapacity' holds a whole number, not 'much'
          /backup-storage?q=createDate%3Enever   | 503 SYS.1007: field 'createDate' holds a time such as 'Jun 1, 2015 3:42:26 PM', '2015-06-01 15:42:26' or '2015-06-01T15:42:26Z', not 'never'
          /images?q=system%3Dperhaps          | 503 SYS.1007: field 'system' holds true or false, not 'perhaps'
          /zones?sort=nothing                 | 503 SYS.1000: 'sort=nothing': unknown field 'nothing' of zone; its fields are createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /zones?fields=name,nothing          | 503 SYS.1000: 'fields=name,nothing': unknown field 'nothing' of zone; its fields are createDate, description, isDefault, lastOpDate, name, state, type, uuid; its relations are backupStorage, volume
          /zones?limit=-1                     | 503 SYS.1007: parameter 'limit' of QueryZone has to be at least 0, not '-1'
          /zones?limit=all                    | 503 SYS.1007: parameter 'limit' of QueryZone has to be a whole number, not 'all'
          /zones?limit=99999999999            | 503 SYS.1007: parameter 'limit' of QueryZone has to be at least 0, not '99999999999'
          /zones?start=-1                     | 503 SYS.1007: parameter 'start' of QueryZone has to be at least 0, not '-1'
          /zones?start=x                      | 503 SYS.1007: parameter 'start' of QueryZone has to be a whole number, not 'x'
          /zones?count=perhaps                | 503 SYS.1007: parameter 'count' of QueryZone has to be true or false, not 'perhaps'
          """)
  void query(String path, String answer) {
    calls.expect(answer, admin, "GET", path, "");
  }
}
