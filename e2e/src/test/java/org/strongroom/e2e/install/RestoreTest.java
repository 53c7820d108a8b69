package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** Follows the page on restoring, word by word, through each of its losses. */
class RestoreTest {
  private static final String PASSWORD = "owner-Secret1";

  @TempDir Path directory;
  @TempDir Path elsewhere;
  @TempDir Path sources;
  private FileServer files;
  private TestBed bed;

  @BeforeEach
  void start() {
    DiskImages.qcow2(sources, "disk.qcow2", 1);
    files = new FileServer(sources);
    bed = TestBed.start(directory);
    bed.configure("backupStorage", "ping.interval", "1");
  }

  @AfterEach
  void stop() {
    bed.close();
    files.close();
  }

  private String image(ZStackClient client, String name, TestStorage storage, String tag) {
    String image =
        TestBed.uuid(
            client.post(
                "/images",
                Map.of(
                    "name",
                    name,
                    "url",
                    files.url("disk.qcow2"),
                    "backupStorageUuids",
                    List.of(storage.uuid()))));
    client.post("/user-tags", Map.of("resourceType", "ImageVO", "resourceUuid", image, "tag", tag));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            storage.files().stream()
                .filter(file -> file.contains(image) && file.endsWith(".manifest.json"))
                .anyMatch(file -> content(storage.local().resolve(file)).contains(tag)));
    return image;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static String secret(String text) {
    return "--password=text:" + text;
  }

  private static String address(OpenSshServer sshd) {
    return sshd.host() + " --ssh-port " + sshd.port();
  }

  private static void assertWhole(ZStackClient client, String image, String tag) {
    assertThat(client.show("/images", image).get("status").asString()).isEqualTo("Ready");
    assertThat(client.query("/user-tags", "resourceUuid=" + image))
        .extracting(found -> found.get("tag").asString())
        .containsExactly(tag);
    assertThat(HttpDownload.of(client, "/images/" + image + "/file").status()).isEqualTo(200);
  }

  private void awaitStatus(ZStackClient client, String storage, String status) {
    await(status)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> client.show("/backup-storage", storage).get("status").asString().equals(status));
  }

  @Test
  void theCatalogIsLost() {
    bed.admin()
        .post("/accounts", Map.of("name", "tenant", "password", ZStackClient.sha512(PASSWORD)));
    ZStackClient tenant = ZStackClient.logIn(bed.server().url(), "tenant", PASSWORD);
    SshAccount account = bed.sshd().shellAccount();
    TestStorage vault = bed.sftp("vault", account);
    TestStorage shelf = bed.fileSystem("shelf");
    String own = image(tenant, "own", vault, "of the tenant");
    String other = image(bed.admin(), "other", shelf, "of the administrator");
    try (OpenSshServer node = OpenSshServer.start()) {
      SshAccount nodeAccount = node.shellAccount();
      Map<String, String> nodeHere =
          Map.of(
              "10.0.0.6",
              address(node),
              "--user-id backup",
              "--user-id " + nodeAccount.username(),
              "--password ?",
              secret(nodeAccount.password()));
      RestorePage page = new RestorePage("The catalog is lost");
      assertThat(page.size()).isEqualTo(5);
      bed.loggedInCli().line(page.command(3, nodeHere)).ok();
      ForeignOva.of(new byte[65_536]).pack(nodeAccount.localHome().resolve("strongroom/found.ova"));
      bed.server().stop();

      try (ServerProcess fresh = new ServerProcess(elsewhere, Map.of())) {
        Cli cli = new Cli(elsewhere.resolve("cli"), fresh.url());
        cli.line("LogInByAccount accountName=admin password=" + ServerProcess.PASSWORD).ok();
        cli.line(page.command(0, Map.of("--password ?", secret(PASSWORD)))).ok();
        cli.line(
                page.command(
                    1,
                    Map.of(
                        "/srv/vault",
                        vault.url(),
                        "10.0.0.5",
                        address(bed.sshd()),
                        "--username backup",
                        "--username " + account.username(),
                        "--password ?",
                        secret(account.password()))))
            .ok();
        cli.line(page.command(2, Map.of("/mnt/shelf", shelf.url()))).ok();
        cli.line(page.command(3, nodeHere)).ok();
        JsonNode found = cli.line(page.command(4, Map.of())).ok();

        assertThat(found.get("imageBackupUuids")).hasSize(1);
        ZStackClient admin = ZStackClient.admin(fresh);
        assertWhole(ZStackClient.logIn(fresh.url(), "tenant", PASSWORD), own, "of the tenant");
        assertWhole(admin, other, "of the administrator");
      }
    }
  }

  @Test
  void theCatalogIsOlderThanTheStorages() throws IOException {
    TestStorage shelf = bed.fileSystem("shelf");
    TestStorage gone = bed.fileSystem("gone");
    String old = image(bed.admin(), "old", shelf, "before");
    bed.server().stop();
    Path data = directory.resolve("data");
    Files.copy(data.resolve("strongroom.db"), elsewhere.resolve("strongroom.db"));
    bed.server().startAgain();
    bed.reconnectClients();
    String added = image(bed.admin(), "added", shelf, "after");
    TestStorage later = bed.fileSystem("later");
    String there = image(bed.admin(), "there", later, "on a new storage");
    bed.configure("image", "deletionPolicy", "Direct");
    bed.admin().delete("/images/" + old);
    bed.admin().delete("/backup-storage/" + gone.uuid());
    bed.server().stop();

    Files.copy(
        elsewhere.resolve("strongroom.db"),
        data.resolve("strongroom.db"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(data.resolve("strongroom.db-wal"));
    Files.deleteIfExists(data.resolve("strongroom.db-shm"));
    bed.server().startAgain();
    bed.logInAgain();
    Cli cli = new Cli(directory.resolve("cli"), bed.server().url());
    cli.line("LogInByAccount accountName=admin password=" + ServerProcess.PASSWORD).ok();
    RestorePage page = new RestorePage("The catalog is older than the storages");
    assertThat(page.size()).isEqualTo(4);
    awaitStatus(bed.admin(), shelf.uuid(), "Connected");

    JsonNode dry = cli.line(page.command(0, Map.of("<uuid>", shelf.uuid()))).ok();
    assertThat(dry.at("/adopted/count").asLong()).isEqualTo(1);
    assertThat(bed.admin().get("/images/" + added).get("inventories")).isEmpty();
    JsonNode wet = cli.line(page.command(1, Map.of("<uuid>", shelf.uuid()))).ok();
    assertThat(wet.at("/adopted/first/0/resourceUuid").asString()).isEqualTo(added);
    assertThat(wet.at("/missing/first/0/resourceUuid").asString()).isEqualTo(old);
    cli.line(page.command(2, Map.of("/mnt/later", later.url()))).ok();
    awaitStatus(bed.admin(), gone.uuid(), "Disconnected");
    cli.line(page.command(3, Map.of("<uuid>", gone.uuid()))).ok();

    assertWhole(bed.admin(), added, "after");
    assertWhole(bed.admin(), there, "on a new storage");
    assertThat(bed.admin().show("/images", old).get("status").asString()).isEqualTo("Damaged");
    assertThat(bed.admin().get("/backup-storage/" + gone.uuid()).get("inventories")).isEmpty();
    bed.admin().delete("/images/" + old);
  }

  @Test
  void theKeyFileIsLost() throws IOException {
    SshAccount account = bed.sshd().shellAccount();
    TestStorage vault = bed.sftp("vault", account);
    String image = image(bed.admin(), "disk", vault, "kept");
    bed.server().stop();
    Files.delete(directory.resolve("data").resolve("key.json"));

    try (ServerProcess again =
        new ServerProcess(directory, Map.of("STRONGROOM_KEY_REPLACE", "true"))) {
      ZStackClient admin = ZStackClient.admin(again);
      awaitStatus(admin, vault.uuid(), "Disconnected");
      assertThat(admin.show("/backup-storage", vault.uuid()).get("statusReason").asString())
          .contains("key.json");
      Cli cli = new Cli(directory.resolve("cli2"), again.url());
      cli.line("LogInByAccount accountName=admin password=" + ServerProcess.PASSWORD).ok();
      RestorePage page = new RestorePage("The key file is lost");

      cli.line(
              page.command(
                  0, Map.of("<uuid>", vault.uuid(), "--password ?", secret(account.password()))))
          .ok();

      awaitStatus(admin, vault.uuid(), "Connected");
      assertWhole(admin, image, "kept");
    }
  }

  @Test
  void storagesMovedToNewAddresses() throws IOException {
    TestStorage vault = bed.sftp("vault");
    TestStorage shelf = bed.fileSystem("shelf");
    String onVault = image(bed.admin(), "far", vault, "over SSH");
    String onShelf = image(bed.admin(), "near", shelf, "in a directory");
    RestorePage page = new RestorePage("A storage moved to a new address");
    assertThat(page.size()).isEqualTo(3);
    Cli cli = bed.loggedInCli();
    // another server, with another host key, that has the same disks
    try (OpenSshServer other = OpenSshServer.start()) {
      bed.sshd().stop();
      awaitStatus(bed.admin(), vault.uuid(), "Disconnected");
      Path moved = elsewhere.resolve("moved");
      Files.move(shelf.local(), moved);

      cli.line(page.command(0, Map.of("<uuid>", vault.uuid(), "10.0.0.9", address(other)))).ok();
      cli.line(page.command(1, Map.of("<uuid>", shelf.uuid()))).ok();
      cli.line(page.command(2, Map.of("/mnt/new-shelf", moved.toString()))).ok();

      awaitStatus(bed.admin(), vault.uuid(), "Connected");
      assertWhole(bed.admin(), onVault, "over SSH");
      assertWhole(bed.admin(), onShelf, "in a directory");
    }
  }
}
