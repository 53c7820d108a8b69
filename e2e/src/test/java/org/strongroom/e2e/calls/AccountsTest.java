package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;

/** Ordinary accounts see storages and zones, and see and change what is their own; no more. */
class AccountsTest {
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static TestStorage storage;
  private static String zone;
  private static ZStackClient ann;
  private static ZStackClient bob;
  private static String annsImage;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    storage = bed.fileSystem("shared");
    zone = bed.zone("zone1");
    ann = account("ann");
    bob = account("bob");
    Files.writeString(sources.resolve("bytes"), "ann's bytes");
    files = new FileServer(sources);
    annsImage = image(ann, "ann's image");
  }

  private static ZStackClient account(String name) {
    bed.admin()
        .post(
            "/accounts", Map.of("name", name, "password", ZStackClient.sha512("pass of " + name)));
    return ZStackClient.logIn(bed.server().url(), name, "pass of " + name);
  }

  private static String image(ZStackClient owner, String name) {
    return TestBed.uuid(
        owner.post(
            "/images",
            Map.of(
                "name",
                name,
                "url",
                files.url("bytes"),
                "format",
                "raw",
                "backupStorageUuids",
                List.of(storage.uuid()))));
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AddSftpBackupStorage        | POST   | /backup-storage/sftp                     | {"params":{"name":"a","url":"/a","hostname":"h","username":"u","password":"p"}}
          AddFileSystemBackupStorage  | POST   | /backup-storage/filesystem               | {"params":{"name":"a","url":"/a"}}
          DeleteBackupStorage         | DELETE | /backup-storage/{storage}                | ``
          ChangeBackupStorageState    | PUT    | /backup-storage/{storage}/actions        | {"changeBackupStorageState":{"stateEvent":"disable"}}
          UpdateBackupStorage         | PUT    | /backup-storage/{storage}/actions        | {"updateBackupStorage":{"name":"mine"}}
          ReconnectBackupStorage      | PUT    | /backup-storage/{storage}/actions        | {"reconnectBackupStorage":{}}
          AttachBackupStorageToZone   | POST   | /zones/{zone}/backup-storage/{storage}   | ``
          DetachBackupStorageFromZone | DELETE | /zones/{zone}/backup-storage/{storage}   | ``
          CreateZone                  | POST   | /zones                                   | {"params":{"name":"mine"}}
          DeleteZone                  | DELETE | /zones/{zone}                            | ``
          UpdateGlobalConfig          | PUT    | /global-configurations/backupStorage/ping.interval/actions | {"updateGlobalConfig":{"value":"1"}}
          ResetGlobalConfig           | PUT    | /global-configurations/actions           | {"resetGlobalConfig":{}}
          CreateAccount               | POST   | /accounts                                | {"params":{"name":"eve","password":"p","type":"SystemAdmin"}}
          """)
  void mayNotCall(String operation, String method, String path, String body) {
    Map<String, Long> before = CatalogRows.of(bed.server());
    String target = path.replace("{storage}", storage.uuid()).replace("{zone}", zone);

    ZStackClient.Answer answer = ann.call(method, target, body);

    assertThat(answer.error())
        .isEqualTo(
            "ID.1002: account 'ann' may not call %s: it is for administrators"
                .formatted(operation));
    assertThat(CatalogRows.of(bed.server())).isEqualTo(before);
  }

  @Test
  void seesStoragesAndZonesButChangesNone() {
    assertThat(ann.query("/backup-storage", "uuid=" + storage.uuid())).hasSize(1);
    assertThat(ann.query("/zones", "uuid=" + zone)).hasSize(1);
    assertThat(ann.get("/backup-storage/types").get("types")).isNotEmpty();
    assertThat(ann.get("/backup-storage/capacities?all=true").get("totalCapacity").asLong())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image.name=ann's image",
        "image.name~=ann%",
        "image.name!=nothing",
        "image.backupStorage.image.status=Ready",
        "imageRef.status=Ready",
        "image.backupStorageRef.image.name~=ann%"
      })
  void relationsTellNothingOfOthersImages(String condition) {
    assertThat(bed.admin().query("/backup-storage", condition)).isNotEmpty();
    assertThat(ann.query("/backup-storage", condition)).isNotEmpty();
    assertThat(bob.query("/backup-storage", condition)).isEmpty();
  }

  @Test
  void imagesAreTheirOwners() {
    assertThat(ann.query("/images", "uuid=" + annsImage)).hasSize(1);
    assertThat(bed.admin().query("/images", "uuid=" + annsImage)).hasSize(1);
    assertThat(bob.query("/images")).isEmpty();
    assertThat(bob.get("/images?count=true").get("total").asInt()).isZero();
    assertThat(bob.query("/events", "resourceUuid=" + annsImage)).isEmpty();
    assertThat(ann.query("/events", "resourceUuid=" + annsImage)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT | {"updateImage":{"name":"bob's"}}
          PUT | {"changeImageState":{"stateEvent":"disable"}}
          PUT | {"syncImageSize":{}}
          PUT | {"calculateImageHash":{"backupStorageUuid":"{storage}"}}
          PUT | {"expungeImage":{}}
          PUT | {"recoverImage":{}}
          """)
  void othersImagesCanNotBeTouched(String method, String body) {
    ZStackClient.Answer answer =
        bob.call(
            method, "/images/" + annsImage + "/actions", body.replace("{storage}", storage.uuid()));

    assertThat(answer.error()).startsWith("ID.1002: ").doesNotContain("ann");
    assertThat(ann.show("/images", annsImage).get("name").asString()).isEqualTo("ann's image");
  }

  @Test
  void othersImagesCanNotBeDeletedReadOrTagged() {
    assertThat(bob.call("DELETE", "/images/" + annsImage).status()).isEqualTo(503);
    assertThat(bob.send("GET", "/images/" + annsImage + "/file").status()).isEqualTo(404);
    assertThat(
            bob.send("PUT", "/images/" + annsImage + "/upload", BodyPublishers.ofString("x"))
                .status())
        .isEqualTo(404);
    String tag =
        ZStackClient.json(
            "params",
            Map.of("resourceType", "ImageVO", "resourceUuid", annsImage, "tag", "bob was here"));
    assertThat(bob.call("POST", "/user-tags", tag).error()).startsWith("ID.1002: ");
    assertThat(ann.send("GET", "/images/" + annsImage + "/file").body()).isEqualTo("ann's bytes");
    assertThat(ann.call("POST", "/user-tags", tag).status()).isEqualTo(200);
    assertThat(bob.query("/user-tags")).isEmpty();
  }

  @Test
  void changesItsOwnPasswordWithTheOldOne() {
    ZStackClient carl = account("carl");
    String uuid = carl.query("/accounts", "name=carl").get(0).get("uuid").asString();
    String fresh = ZStackClient.sha512("fresh");

    assertThat(
            carl.call(
                    "PUT",
                    "/accounts/" + uuid,
                    ZStackClient.json(
                        "updateAccount", Map.of("password", fresh, "oldPassword", fresh)))
                .status())
        .isEqualTo(503);
    carl.act(
        "/accounts/" + uuid,
        "updateAccount",
        Map.of("password", fresh, "oldPassword", ZStackClient.sha512("pass of carl")));

    assertThat(carl.send("GET", "/zones").error()).startsWith("ID.1001: ");
    ZStackClient again = ZStackClient.logIn(bed.server().url(), "carl", "fresh");
    assertThat(again.query("/accounts"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("carl");
  }

  /** Whatever it owns would be nobody's. */
  @Test
  void isDeletedWhenItOwnsNothingAndNothingOfItGoesOn() throws Exception {
    bed.admin()
        .post(
            "/accounts",
            Map.of("name", "ops", "password", ZStackClient.sha512("ops"), "type", "SystemAdmin"));
    ZStackClient ops = ZStackClient.logIn(bed.server().url(), "ops", "ops");
    String account = bed.admin().query("/accounts", "name=ops").get(0).get("uuid").asString();
    Path allowed = Files.createDirectory(sources.resolve("disks"));
    Files.write(allowed.resolve("disk.raw"), new byte[4096]);
    bed.admin()
        .act(
            "/global-configurations/image/download.localPath.whitelist/actions",
            "updateGlobalConfig",
            Map.of("value", allowed.toString()));
    String volume =
        TestBed.uuid(
            ops.post(
                "/volumes",
                Map.of(
                    "name",
                    "disk",
                    "url",
                    "file://" + allowed.resolve("disk.raw"),
                    "format",
                    "raw")));
    assertThat(deletion(account)).contains("owns 0 images, 1 volumes and 0 volume snapshots");
    ops.delete("/volumes/" + volume);

    String awaited = "aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa";
    ops.send(
        "POST",
        "/images",
        ZStackClient.json(
            "params",
            Map.of(
                "name",
                "awaited",
                "url",
                "upload://awaited",
                "resourceUuid",
                awaited,
                "backupStorageUuids",
                List.of(storage.uuid()))));
    assertThat(deletion(account)).contains("owns 1 images");
    ops.delete("/images/" + awaited);

    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ops.send(
          "POST",
          "/backup-storage/sftp",
          ZStackClient.json(
              "params",
              Map.of(
                  "name",
                  "silent",
                  "hostname",
                  "127.0.0.1",
                  "sshPort",
                  silent.getLocalPort(),
                  "username",
                  "somebody",
                  "password",
                  "secret",
                  "url",
                  "/backups")));
      assertThat(deletion(account)).contains("has 1 jobs under way");
    }
    await().untilAsserted(() -> assertThat(deletion(account)).isEmpty());
    assertThat(ops.send("GET", "/zones").error()).startsWith("ID.1001: ");
  }

  private static String deletion(String account) {
    ZStackClient.Answer answer = bed.admin().call("DELETE", "/accounts/" + account);
    return answer.status() == 200 ? "" : answer.error();
  }

  @Test
  void endsWithItsSession() {
    ZStackClient session = ZStackClient.logIn(bed.server().url(), "bob", "pass of bob");

    JsonNode empty = session.send("DELETE", "/accounts/sessions/" + session.session()).ok();

    assertThat(empty.toString()).isEqualTo("{}");
    assertThat(session.send("GET", "/zones").error())
        .isEqualTo("ID.1001: the session is missing, wrong or expired; log in with LogInByAccount");
  }
}
