package org.strongroom.storage.driver.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.testing.MisbehavingSshServer;

/** What becomes of us when an SSH server lies, fails, breaks off or hangs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileSftpTest {
  private static final String WRITE_ID = "00112233445566778899aabbccddeeff";
  private static final StoragePath FILE = StoragePath.of("file");
  private static final int LENGTH = 5_000_003;

  @TempDir private Path directory;
  private final byte[] content = new byte[LENGTH];
  private MisbehavingSshServer server;
  private MisbehavingDrivers drivers;
  private SftpDriver driver;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(content);
    server = MisbehavingSshServer.start(directory);
    drivers = new MisbehavingDrivers(server);
    driver = drivers.connected();
  }

  @AfterEach
  void stop() {
    driver.close();
    server.close();
  }

  @Test
  void isNotReliedOnIfItCannotSync() throws Exception {
    server.misbehaviour().cannotSync(true);
    try (SftpDriver unsynced = drivers.unsynced(false)) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(unsynced::connect, unsynced::reconnect, unsynced::facts)) {
        assertFails(Reason.FAILED, call)
            .hasMessageContaining("fsync@openssh.com")
            .hasMessageContaining("allowUnsynced=true");
      }
      assertFails(
          Reason.FAILED,
          () -> {
            try (var write = unsynced.create(FILE, WRITE_ID, 0)) {
              write.commit();
            }
          });
      assertThat(unsynced.stat(FILE)).as("what was not acknowledged").isEmpty();
    }
    try (SftpDriver allowed = drivers.unsynced(true)) {
      allowed.connect();
      try (var write = allowed.create(FILE, WRITE_ID, 0)) {
        write.commit();
      }
      assertThat(allowed.stat(FILE)).isPresent();
    }
  }

  private void store() throws Exception {
    try (var write = driver.create(FILE, WRITE_ID, LENGTH)) {
      write.write(content, 0, LENGTH);
      write.commit();
    }
  }

  private byte[] load() throws Exception {
    try (InputStream stream = driver.read(FILE, 0)) {
      return stream.readAllBytes();
    }
  }

  private void assertNothingIsLeft() throws Exception {
    server.misbehaviour().behave();
    driver.ping(Duration.ofSeconds(5));
    driver.abandon(FILE, WRITE_ID);
    try (var files = Files.list(directory.resolve("root"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void worksWithAServerThatRunsNoCommands() throws Exception {
    store();
    assertThat(load()).isEqualTo(content);
    assertThat(driver.digest(FILE, DigestAlgorithm.SHA256, _ -> {})).hasSize(64);
    assertThat(driver.connect().tools()).isEmpty();
  }

  @Test
  void readsOnAfterShortReads() throws Exception {
    store();
    server.misbehaviour().shortReads(1_001);
    assertThat(load()).isEqualTo(content);
    try (var source = driver.open(FILE)) {
      assertThat(source.read(7, ByteBuffer.allocate(20_000))).isBetween(1, 1_001);
    }
  }

  @Test
  void noticesAFileThatIsShorterThanItsSize() throws Exception {
    store();
    server.misbehaviour().lieAboutSize(+1000);
    assertFails(Reason.FAILED, this::load);
  }

  @Test
  void readsAFileThatIsLongerThanItsSize() throws Exception {
    store();
    server.misbehaviour().lieAboutSize(-1000);
    assertThat(load()).isEqualTo(content);
  }

  @Test
  void commitsNothingOfAnotherLength() throws Exception {
    server.misbehaviour().lieAboutSize(-1);
    assertFails(Reason.FAILED, this::store).hasMessageContaining("holds");
    assertNothingIsLeft();
  }

  @Test
  void survivesAConnectionCutWhileReading() throws Exception {
    store();
    server.misbehaviour().cutAfter(1_000_000);
    assertFails(Reason.UNREACHABLE, this::load);
    server.misbehaviour().behave();
    driver.ping(Duration.ofSeconds(5)); // finds out that the other channels are gone too
    assertThat(load()).isEqualTo(content);
  }

  @Test
  void survivesAConnectionCutWhileWriting() throws Exception {
    server.misbehaviour().cutAfter(1_000_000);
    assertFails(Reason.UNREACHABLE, this::store);
    assertNothingIsLeft();
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    server.misbehaviour().fullAfter(1_000_000);
    assertFails(Reason.NO_SPACE, this::store);
    assertNothingIsLeft();
  }

  @Test
  void saysThatAQuotaMayBeFullAlthoughTheDiskHasRoom() throws Exception {
    server.misbehaviour().overQuotaAfter(1_000_000);
    assertFails(Reason.FAILED, this::store)
        .hasMessageContaining("a quota of the account may be full");
    assertNothingIsLeft();
  }

  @Test
  void countsAFileSystemWithoutEndAsAllThereIs() throws Exception {
    server.misbehaviour().tellAbsurdSizes(true);
    assertThat(driver.connect().capacity()).isEqualTo(new Capacity(Long.MAX_VALUE, Long.MAX_VALUE));
    store();
    assertThat(load()).isEqualTo(content);
  }

  @Test
  void tellsFilesFromDirectoriesAndLinksWithoutPermissions() throws Exception {
    server.misbehaviour().sendNoPermissions(true);
    driver.connect();
    store();
    assertThat(load()).isEqualTo(content);
    StoragePath below = StoragePath.of("directory/below");
    try (var write = driver.create(below, WRITE_ID, 0)) {
      write.commit();
    }
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.createFile(outside.resolve("kept"));
    Files.createSymbolicLink(directory.resolve("root/directory/link"), outside);
    assertThat(driver.stat(StoragePath.of("directory")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.DIRECTORY);
    assertThat(driver.stat(StoragePath.of("directory/link")).orElseThrow().kind())
        .isEqualTo(StorageEntry.Kind.SYMBOLIC_LINK);
    assertThat(driver.list(StoragePath.of("directory")))
        .extracting(StorageEntry::kind)
        .containsExactlyInAnyOrder(StorageEntry.Kind.FILE, StorageEntry.Kind.SYMBOLIC_LINK);
    driver.deleteTree(StoragePath.of("directory"));
    assertThat(driver.stat(StoragePath.of("directory"))).isEmpty();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void saysThatItMayNotWrite() throws Exception {
    server.misbehaviour().readOnly(true);
    assertFails(Reason.PERMISSION_DENIED, this::store);
    assertFails(Reason.PERMISSION_DENIED, driver::connect);
    assertNothingIsLeft();
  }

  @Test
  void doesNotHangWithTheServer() throws Exception {
    store();
    server.misbehaviour().hang();
    assertFails(Reason.TIMED_OUT, this::load);
    server.misbehaviour().behave();
    assertThat(load()).isEqualTo(content);
  }

  @Test
  void aHangingTransferCanBeCutByAnotherThread() throws Exception {
    server.misbehaviour().hang();
    var write = driver.create(FILE, WRITE_ID, -1);
    var closer = Thread.ofVirtual().unstarted(write::close);
    assertFails(() -> {
      closer.start();
      while (true) {
        write.write(content, 0, LENGTH);
      }
    });
    closer.join();
    assertNothingIsLeft();
  }

  @Test
  void isPatientWithASlowServer() throws Exception {
    server.misbehaviour().delay(Duration.ofMillis(20));
    store();
    assertThat(load()).isEqualTo(content);
  }

  @Test
  void tellsARefusedLogin() {
    server.misbehaviour().refuseLogins(true);
    assertFails(Reason.CREDENTIALS_REJECTED, driver::connect);
  }

  @Test
  void showsNoCredentialToAServerWithAnotherKey() {
    int before = server.credentialsShown();
    try (var other =
        drivers.with(
            MisbehavingSshServer.PASSWORD,
            new ExpectedHostKey.Fingerprint("SHA256:" + "A".repeat(43)))) {
      assertFails(Reason.HOST_KEY_CHANGED, other::connect)
          .hasMessageContaining(server.hostKeyFingerprint())
          .hasMessageContaining("A".repeat(43));
    }
    assertThat(server.credentialsShown()).isEqualTo(before);
  }

  @Test
  void triesAWrongPasswordOnce() {
    int before = server.credentialsShown();
    try (var other = drivers.with("wrong", new ExpectedHostKey.TrustOnFirstUse())) {
      assertFails(Reason.CREDENTIALS_REJECTED, other::connect);
    }
    assertThat(server.credentialsShown()).isEqualTo(before + 1);
  }
}
