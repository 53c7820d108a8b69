package org.strongroom.storage.driver.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.testing.MisbehavingSshServer;
import org.strongroom.testing.Misbehaviour.RequestFault;

/**
 * Each SFTP request of a file's life fails once, or is the last that its connection carries. What
 * was acknowledged is so, what was not can be taken back, and nothing is left.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EverySftpRequestTest {
  private static final StoragePath FILE = StoragePath.of("deep/file");
  private static final int LENGTH = 40_003;

  @TempDir private Path directory;
  private final byte[] content = new byte[LENGTH];
  private MisbehavingSshServer server;
  private SftpDriver driver;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(content);
    server = MisbehavingSshServer.start(directory);
    driver = new MisbehavingDrivers(server).connected();
  }

  @AfterEach
  void stop() {
    driver.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAcknowledgedIsThereAndNothingIsLeft(RequestFault fault) throws Exception {
    int n = 1;
    do {
      server.misbehaviour().faultAtRequest(n, fault);
      live(n);
      n++;
    } while (n < 500 && met());
    assertThat(n).as("requests that met the fault").isBetween(20, 499);
  }

  private boolean met() throws StorageException {
    boolean met = server.misbehaviour().faultWasMet();
    server.misbehaviour().behave();
    return met;
  }

  private void live(int n) throws Exception {
    String writeId = "%032x".formatted(n);
    boolean stored = goesWell(() -> store(writeId));
    if (stored) {
      assertThat(goesWell(() -> assertThat(load(FILE)).isEqualTo(content)) || wasMet()).isTrue();
    }
    boolean deleted = stored && goesWell(() -> driver.delete(FILE));
    if (wasMet()) {
      afterwards(n, writeId, stored, deleted);
    } else {
      assertThat(deleted).as("nothing failed, request %d", n).isTrue();
    }
  }

  private boolean wasMet() {
    return server.misbehaviour().faultWasMet();
  }

  /** What a job does when its storage answers again. */
  private void afterwards(int n, String writeId, boolean stored, boolean deleted) throws Exception {
    driver.ping(Duration.ofSeconds(5));
    boolean file = driver.stat(FILE).isPresent();
    if (deleted) {
      assertThat(file).as("request %d", n).isFalse();
    }
    if (file) {
      assertThat(load(FILE)).as("whole, request %d", n).isEqualTo(content);
    }
    driver.abandon(FILE, writeId);
    driver.delete(FILE);
    try (var files = Files.walk(directory.resolve("root"))) {
      assertThat(files.filter(Files::isRegularFile)).as("request %d", n).isEmpty();
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  /** Anything but a storage's own failure fails the test. */
  private static boolean goesWell(Call call) throws Exception {
    try {
      call.run();
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  private void store(String writeId) throws Exception {
    try (var write = driver.create(FILE, writeId, LENGTH)) {
      write.write(content, 0, LENGTH);
      write.commit();
    }
  }

  private byte[] load(StoragePath path) throws Exception {
    try (InputStream stream = driver.read(path, 0)) {
      return stream.readAllBytes();
    }
  }
}
