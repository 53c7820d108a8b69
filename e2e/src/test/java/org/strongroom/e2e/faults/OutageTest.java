package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.MisbehavingSshServer;
import org.strongroom.testing.TinyFileSystem;
import tools.jackson.databind.JsonNode;

/** A storage fails in the middle of its work: that work fails alone, and nothing stays behind. */
class OutageTest {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir static Path directory;
  private static Outages outages;
  private static TestBed bed;

  @BeforeAll
  static void start() {
    outages = new Outages(directory);
    bed = outages.bed();
  }

  @AfterAll
  static void stop() {
    outages.close();
  }

  @Test
  void theSshServerDies() throws Exception {
    TestStorage sftp = bed.sftp("dies");
    String job = outages.beginTransfer(sftp);

    bed.sshd().stop();

    assertThat(outages.goOnAndFail(job)).contains("'dies'");
    outages.awaitStatus(sftp, "Disconnected");
    outages.theOtherStorageGoesOn();
    bed.sshd().restart();
    outages.itIsAsIfNothingHadBeen(sftp);
  }

  @Test
  void theSshServerHangs() throws Exception {
    TestStorage sftp = bed.sftp("hangs");
    String job = outages.beginTransfer(sftp);

    bed.sshd().pause();
    try {
      outages.source().release();
      outages.theOtherStorageGoesOn();
      assertThat(outages.goOnAndFail(job)).contains("'hangs'");
      outages.awaitStatus(sftp, "Disconnected");
      outages.theOtherStorageGoesOn();
    } finally {
      bed.sshd().resume();
    }
    outages.itIsAsIfNothingHadBeen(sftp);
  }

  @Test
  void theConnectionBreaks() throws Exception {
    TestStorage sftp = bed.sftp("breaks");
    String job = outages.beginTransfer(sftp);

    bed.sshd().dropConnections();

    assertThat(outages.goOnAndFail(job)).contains("'breaks'");
    outages.itIsAsIfNothingHadBeen(sftp);
  }

  @Test
  void theDiskOfAServerIsFull() throws Exception {
    TestStorage sftp = bed.sftp("full server");
    try (TinyFileSystem tiny = TinyFileSystem.mount(sftp.local(), 32 * MEBIBYTE)) {
      bed.sshd().shellAccount().own(tiny.directory());
      bed.admin().call("DELETE", "/backup-storage/" + sftp.uuid() + "?deleteMode=Enforcing").ok();
      TestStorage storage = added("full server 2", sftp);
      fillsUp(storage);
    }
  }

  /** The directory of a storage that is gone, as a new one. */
  private static TestStorage added(String name, TestStorage place) {
    String uuid =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/backup-storage/sftp",
                    bed.sftpParameters(name, bed.sshd().shellAccount(), place.url())));
    return new TestStorage(uuid, place.url(), place.local());
  }

  @Test
  void theDiskOfADirectoryIsFull() throws Exception {
    Path place = Files.createDirectory(directory.resolve("tiny"));
    try (TinyFileSystem tiny = TinyFileSystem.mount(place, 32 * MEBIBYTE)) {
      JsonNode added =
          bed.admin()
              .post(
                  "/backup-storage/filesystem",
                  Map.of("name", "full directory", "url", tiny.directory().toString()));
      fillsUp(new TestStorage(TestBed.uuid(added), place.toString(), place));
    }
  }

  private static void fillsUp(TestStorage storage) throws Exception {
    Path foreign = Files.createTempFile(storage.local(), "foreign", "");
    String job = outages.beginTransfer(storage);

    Files.write(foreign, new byte[(int) (27 * MEBIBYTE)]);

    assertThat(outages.goOnAndFail(job)).containsPattern("(?i)no space|full|room");
    outages.theOtherStorageGoesOn();
    outages.awaitFree(storage, bytes -> bytes < 20 * MEBIBYTE); // pings tell it
    Files.delete(foreign);
    outages.awaitFree(storage, bytes -> bytes >= 20 * MEBIBYTE);
    outages.itIsAsIfNothingHadBeen(storage);
  }

  @Test
  void theDiskTurnsReadOnly() throws Exception {
    Path place = Files.createDirectory(directory.resolve("worn"));
    try (TinyFileSystem tiny = TinyFileSystem.mount(place, 64 * MEBIBYTE)) {
      TestStorage storage = wornOut("worn", tiny);

      String job = outages.begin(outages.source().url(Outages.IMAGE), storage);
      assertThat(bed.admin().awaitJob(job).error()).contains("'worn'");
      outages.theOtherStorageGoesOn();
      tiny.readOnly(false);
      bed.admin()
          .act(
              "/backup-storage/" + storage.uuid() + "/actions", "reconnectBackupStorage", Map.of());
      outages.itIsAsIfNothingHadBeen(storage);
    }
  }

  /** A storage on a disk that has turned read-only, with an image that can not be removed now. */
  private static TestStorage wornOut(String name, TinyFileSystem disk) {
    Path place = disk.directory();
    JsonNode added =
        bed.admin()
            .post("/backup-storage/filesystem", Map.of("name", name, "url", place.toString()));
    TestStorage storage = new TestStorage(TestBed.uuid(added), place.toString(), place);
    String job = outages.begin(outages.source().url(Outages.IMAGE), storage);
    String image = TestBed.uuid(bed.admin().awaitJob(job).ok());
    disk.readOnly(true);
    bed.admin().delete("/images/" + image);
    assertThat(storage.files()).as("what cannot be removed yet").isNotEmpty();
    return storage;
  }

  @Test
  void whatCouldNotBeRemovedGoesWithItsStorage() throws Exception {
    Path place = Files.createDirectory(directory.resolve("worn and deleted"));
    try (TinyFileSystem tiny = TinyFileSystem.mount(place, 64 * MEBIBYTE)) {
      TestStorage storage = wornOut("worn and deleted", tiny);
      tiny.readOnly(false);

      bed.admin().delete("/backup-storage/" + storage.uuid());

      assertThat(storage.files()).isEmpty();
      assertThat(place.resolve(TestStorage.MARKER)).doesNotExist();
    }
  }

  @Test
  void theHostKeyChanges() {
    TestStorage sftp = bed.sftp("reinstalled");

    bed.sshd().rekey();

    outages.awaitStatus(sftp, "Disconnected");
    JsonNode lost =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> outages.show(sftp), row -> row.has("presentedHostKeyFingerprint"));
    assertThat(lost.get("statusReason").asString()).containsIgnoringCase("host key");
    String presented = lost.get("presentedHostKeyFingerprint").asString();
    assertThat(presented)
        .isIn(bed.sshd().hostKeyFingerprint(), bed.sshd().ecdsaHostKeyFingerprint())
        .isNotEqualTo(lost.get("hostKeyFingerprint").asString());
    String log = bed.sshd().log();
    assertThat(log.substring(log.lastIndexOf("Server listening on")))
        .as("what the unknown server saw")
        .doesNotContain("Accepted ")
        .doesNotContain("Failed ")
        .doesNotContain("strongroom-test");
    bed.admin()
        .act(
            "/backup-storage/" + sftp.uuid() + "/actions",
            "acceptBackupStorageHostKey",
            Map.of("hostKeyFingerprint", presented));
    outages.itIsAsIfNothingHadBeen(sftp);
  }

  @Test
  void anUnexpectedHostIsShownNoCredential() throws Exception {
    Path place = Files.createDirectory(directory.resolve("impostor"));
    try (MisbehavingSshServer impostor = MisbehavingSshServer.start(place)) {
      ZStackClient.Answer answer =
          bed.admin()
              .call(
                  "POST",
                  "/backup-storage/sftp",
                  ZStackClient.json(
                      "params",
                      Map.of(
                          "name",
                          "impostor",
                          "url",
                          "/storage",
                          "hostname",
                          impostor.host(),
                          "sshPort",
                          impostor.port(),
                          "username",
                          MisbehavingSshServer.USERNAME,
                          "password",
                          MisbehavingSshServer.PASSWORD,
                          "hostKeyFingerprint",
                          bed.sshd().hostKeyFingerprint())));

      assertThat(answer.error()).contains(impostor.hostKeyFingerprint());
      assertThat(impostor.credentialsShown()).isZero();
      assertThat(place).isEmptyDirectory();
    }
  }

  @Test
  void theShareIsNotMounted() throws Exception {
    TestStorage storage = bed.fileSystem("share");
    Path away = storage.local().resolveSibling("share away");
    String job = outages.beginTransfer(storage);

    Files.move(storage.local(), away);
    Files.createDirectory(storage.local());

    outages.goOnAndFail(job);
    JsonNode lost = outages.awaitStatus(storage, "Disconnected");
    assertThat(lost.get("statusReason").asString()).contains("marker");
    assertThat(bed.admin().awaitJob(outages.begin("http://127.0.0.1:1/x", storage)).error())
        .contains("Disconnected");
    assertThat(storage.local()).isEmptyDirectory();
    outages.theOtherStorageGoesOn();
    Files.delete(storage.local());
    Files.move(away, storage.local());
    outages.itIsAsIfNothingHadBeen(storage);
  }

  @Test
  void twoDisksAreSwapped() throws Exception {
    TestStorage one = bed.fileSystem("one");
    TestStorage two = bed.fileSystem("two");

    swap(one.local(), two.local());

    for (TestStorage storage : List.of(one, two)) {
      assertThat(outages.awaitStatus(storage, "Disconnected").get("statusReason").asString())
          .contains("another backup storage");
      assertThat(storage.contents()).isEmpty();
    }
    swap(one.local(), two.local());
    outages.itIsAsIfNothingHadBeen(one);
    outages.itIsAsIfNothingHadBeen(two);
  }

  private static void swap(Path one, Path two) throws Exception {
    Path between = one.resolveSibling("between");
    Files.move(one, between);
    Files.move(two, one);
    Files.move(between, two);
  }

  @Test
  void aStorageIsDeletedInTheMiddle() throws Exception {
    TestStorage sftp = bed.sftp("taken away");
    String job = outages.beginTransfer(sftp);
    ZStackClient.Answer deletion =
        bed.admin().send("DELETE", "/backup-storage/" + sftp.uuid() + "?deleteMode=Enforcing");
    outages.theOtherStorageGoesOn();

    outages.goOnAndFail(job);

    bed.admin().awaitJob(ZStackClient.jobUuid(deletion)).ok();
    new Invariants(bed.server()).awaitQuiet();
    assertThat(sftp.files()).isEmpty();
    assertThat(sftp.local().resolve(TestStorage.MARKER)).doesNotExist();
  }

  /** Somebody else holds the one lock of the database: what reads goes on, what writes waits. */
  @Test
  void theDatabaseIsLocked() throws Exception {
    Path file = bed.server().directory().resolve("data/strongroom.db");
    CompletableFuture<JsonNode> waiting;
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      waiting =
          CompletableFuture.supplyAsync(() -> bed.admin().post("/zones", Map.of("name", "waits")));
      assertThat(bed.admin().query("/zones", "name=waits")).isEmpty();
      assertThat(bed.admin().send("GET", "/zstack/v1/backup-storage").status()).isEqualTo(200);
      assertThat(waiting).isNotDone();
      statement.execute("ROLLBACK");
    }
    assertThat(waiting.get().at("/inventory/name").asString()).isEqualTo("waits");
    outages.theOtherStorageGoesOn();
  }
}
