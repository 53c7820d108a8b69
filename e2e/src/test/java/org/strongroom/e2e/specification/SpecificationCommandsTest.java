package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/**
 * Every command line of the specification, as it is printed there, through the tool against a
 * running server. Only addresses, ports, credentials and paths are other ones, and the one uuid
 * that is none.
 */
class SpecificationCommandsTest {
  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    cli = bed.loggedInCli();
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void addSftpBackupStorage() {
    SshAccount account = bed.sshd().shellAccount();
    SshAccount.Scratch scratch = account.newScratch();

    JsonNode storage =
        cli.line(
                "AddSftpBackupStorage name=sftp1 url=%s hostname=%s username=%s password=%s sshPort=%d"
                    .formatted(
                        scratch.remote(),
                        bed.sshd().host(),
                        account.username(),
                        account.password(),
                        bed.sshd().port()))
            .ok()
            .get("inventory");

    assertThat(storage.get("name").asString()).isEqualTo("sftp1");
    assertThat(storage.get("url").asString()).isEqualTo(scratch.remote());
    assertThat(storage.get("hostname").asString()).isEqualTo(bed.sshd().host());
    assertThat(storage.get("type").asString()).isEqualTo("SftpBackupStorage");
    assertThat(storage.get("state").asString()).isEqualTo("Enabled");
    assertThat(storage.get("status").asString()).isEqualTo("Connected");
  }

  @Test
  void addSftpBackupStorageAsRoot() throws Exception {
    SshAccount.Scratch scratch = bed.sshd().shellAccount().newScratch();
    Path key = Files.writeString(directory.resolve("key"), bed.sshd().shellAccount().privateKey());

    JsonNode storage =
        cli.line(
                "AddSftpBackupStorage name=root1 url=%s hostname=%s username=root privateKey=@%s sshPort=%d"
                    .formatted(scratch.local(), bed.sshd().host(), key, bed.sshd().port()))
            .ok()
            .get("inventory");

    assertThat(storage.get("username").asString()).isEqualTo("root");
    assertThat(storage.get("status").asString()).isEqualTo("Connected");
  }

  @Test
  void deleteBackupStorage() {
    storage("1613b627cb2e4ffcb30e7e59935064be");

    cli.line("DeleteBackupStorage uuid=1613b627cb2e4ffcb30e7e59935064be").ok();

    assertThat(
            bed.admin().get("/backup-storage/1613b627cb2e4ffcb30e7e59935064be").get("inventories"))
        .isEmpty();
  }

  @Test
  void changeState() {
    storage("33a35f75885f45ab96ea2626ce9c05a6");

    assertThat(
            state(
                "ChangeBackupStorageState uuid=33a35f75885f45ab96ea2626ce9c05a6"
                    + " stateEvent=disable"))
        .isEqualTo("Disabled");
    assertThat(
            state(
                "ChangeBackupStorageState uuid=33a35f75885f45ab96ea2626ce9c05a6 stateEvent=enable"))
        .isEqualTo("Enabled");
    assertThat(
            state(
                "ChangeBackupStorageState uuid=33a35f75885f45ab96ea2626ce9c05a6 stateEvent=enable"))
        .isEqualTo("Enabled");
  }

  private static String state(String line) {
    return cli.line(line).ok().at("/inventory/state").asString();
  }

  @Test
  void attachAndDetachZone() {
    storage("d086c30f33914c98a6078269bab7bc8f");
    String zone =
        bed.zone("zone1"); // the example names the storage's own uuid; no two have the same

    JsonNode attached =
        cli.line(
                "AttachBackupStorageToZone backupStorageUuid=d086c30f33914c98a6078269bab7bc8f"
                    + " zoneUuid="
                    + zone)
            .ok();
    assertThat(attached.at("/inventory/attachedZoneUuids"))
        .extracting(JsonNode::asString)
        .containsExactly(zone);

    JsonNode detached =
        cli.line(
                "DetachBackupStorageFromZone backupStorageUuid=d086c30f33914c98a6078269bab7bc8f"
                    + " zoneUuid="
                    + zone)
            .ok();
    assertThat(detached.at("/inventory/attachedZoneUuids")).isEmpty();
  }

  @Test
  void queryBackupStorage() throws Exception {
    TestStorage enabled = bed.fileSystem("enabled");
    TestStorage disabled = bed.fileSystem("disabled");
    image(enabled, "linux", "Linux");
    image(disabled, "windows", "Windows");
    bed.admin()
        .act(
            "/backup-storage/" + disabled.uuid() + "/actions",
            "changeBackupStorageState",
            Map.of("stateEvent", "disable"));

    assertThat(uuids("QueryBackupStorage state=Enabled"))
        .contains(enabled.uuid())
        .doesNotContain(disabled.uuid());
    assertThat(uuids("QueryBackupStorage image.platform=Linux"))
        .contains(enabled.uuid())
        .doesNotContain(disabled.uuid());
  }

  private static void image(TestStorage storage, String name, String platform) throws Exception {
    Path source =
        Files.writeString(Files.createDirectories(directory.resolve(name)).resolve("a"), name);
    try (FileServer files = new FileServer(source.getParent())) {
      bed.admin()
          .post(
              "/images",
              Map.of(
                  "name",
                  name,
                  "url",
                  files.url("a"),
                  "format",
                  "raw",
                  "platform",
                  platform,
                  "backupStorageUuids",
                  java.util.List.of(storage.uuid())));
    }
  }

  @Test
  void querySftpBackupStorage() {
    TestStorage sftp = bed.sftp("sftp");
    bed.fileSystem("sftp");

    assertThat(uuids("QuerySftpBackupStorage name=sftp")).containsExactly(sftp.uuid());
  }

  private static Iterable<String> uuids(String line) {
    return cli.line(line)
        .ok()
        .get("inventories")
        .valueStream()
        .map(row -> row.get("uuid").asString())
        .toList();
  }

  @Test
  void createUserTag() {
    String storage = bed.sftp("tagged").uuid();

    JsonNode tag =
        cli.line("CreateUserTag tag=lab1 resourceType=BackupStorageVO resourceUuid=" + storage)
            .ok()
            .get("inventory");

    assertThat(tag.get("tag").asString()).isEqualTo("lab1");
    assertThat(tag.get("resourceType").asString()).isEqualTo("BackupStorageVO");
    assertThat(tag.get("resourceUuid").asString()).isEqualTo(storage);
    assertThat(tag.get("type").asString()).isEqualTo("User");
    assertThat(uuids("QueryBackupStorage __userTag__=lab1")).containsExactly(storage);
    bed.admin().delete("/backup-storage/" + storage);
    assertThat(bed.admin().query("/user-tags", "resourceUuid=" + storage)).isEmpty();
  }

  private static void storage(String uuid) {
    bed.sftp("sftp" + uuid, bed.sshd().shellAccount(), Map.of("resourceUuid", uuid));
  }
}
