package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.fault.FaultInjectingDriver;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.layer.BoundedDriver;
import org.strongroom.storage.driver.layer.RarelyTriedDriver;
import org.strongroom.storage.driver.layer.ThrottledDriver;

/** Policies put round a storage. */
class DecoratorTest {
  private static final String WRITE_ID = "00112233445566778899aabbccddeeff";
  private static final int LARGE = 2 << 20;
  private static final StoragePath FILE = StoragePath.of("file");

  @TempDir private Path directory;
  private final Faults faults = new Faults();
  private FaultInjectingDriver faulty;

  @BeforeEach
  void connect() throws Exception {
    faulty = new FaultInjectingDriver(new FileSystemDriver(directory), faults);
    faulty.connect();
  }

  private static void store(StorageDriver driver, int length) throws Exception {
    try (var write = driver.create(FILE, WRITE_ID, length)) {
      write.write(StorageAssertions.data(length), 0, length);
      write.commit();
    }
  }

  @Test
  void failsAsOftenAsAsked() throws Exception {
    faults.fail(StorageOperation.PING, 2, Reason.UNREACHABLE);
    assertFails(Reason.UNREACHABLE, () -> faulty.ping(Duration.ofSeconds(1)));
    assertFails(Reason.UNREACHABLE, () -> faulty.ping(Duration.ofSeconds(1)));
    assertThat(faulty.ping(Duration.ofSeconds(1)).total()).isPositive();
  }

  @Test
  void failsACommitAndLeavesNothing() throws Exception {
    faults.fail(StorageOperation.COMMIT, 1, Reason.NO_SPACE);
    assertFails(Reason.NO_SPACE, () -> store(faulty, 10));
    assertThat(faulty.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void failsInTheMidstOfBytes() throws Exception {
    faults.failWritingAfter(9);
    assertFails(Reason.FAILED, () -> store(faulty, 10));
    faults.clear();
    store(faulty, 10);
    faults.failReadingAfter(9);
    try (InputStream stream = faulty.read(FILE, 0)) {
      assertFails(Reason.FAILED, stream::readAllBytes);
    }
  }

  @Test
  void callsBackBeforeACall() throws Exception {
    var calls = new AtomicInteger();
    faults.before(StorageOperation.STAT, calls::incrementAndGet);
    assertThat(faulty.stat(FILE)).isEmpty();
    assertThat(calls).hasValue(1);
  }

  @Test
  void boundsTransfersButNotShortCalls() throws Exception {
    try (var throttled = new ThrottledDriver(faulty, 1, Duration.ofMillis(20))) {
      store(throttled, 10);
      try (InputStream _ = throttled.read(FILE, 0)) {
        assertFails(Reason.TIMED_OUT, () -> throttled.read(FILE, 0));
        assertFails(Reason.TIMED_OUT, () -> throttled.digest(FILE, DigestAlgorithm.MD5, _ -> {}));
        assertThat(throttled.stat(FILE)).isPresent();
        store(throttled, LARGE); // whoever does not read what was asked for stops no writes
      }
      try (AtomicWrite _ = throttled.create(StoragePath.of("image"), "f".repeat(32), LARGE)) {
        assertFails(Reason.TIMED_OUT, () -> store(throttled, LARGE));
        store(throttled, 10); // manifests do not wait behind images
      }
      assertThat(throttled.digest(FILE, DigestAlgorithm.MD5, _ -> {})).hasSize(32);
    }
  }

  @Test
  void aFileOfTheHostCanBeWrittenToItsOwnStorageWhenTransfersAreFew(@TempDir Path host)
      throws Exception {
    Path file = Files.write(host.resolve("image"), new byte[10]);
    try (var throttled = new ThrottledDriver(faulty, 1, Duration.ofMillis(20));
        HostFile _ = throttled.hostFiles().orElseThrow().open(file.toString(), _ -> true)) {
      store(throttled, 10);
    }
  }

  @Test
  void aTurnCanBeHadBeforeTheWrite() throws Exception {
    try (var throttled = new ThrottledDriver(faulty, 1, Duration.ofMillis(20))) {
      try (WriteTurn _ = throttled.awaitTurn()) {
        assertFails(Reason.TIMED_OUT, () -> store(throttled, LARGE));
        assertThat(throttled.pollTurn()).isEmpty();
      }
      try (WriteTurn turn = throttled.pollTurn().orElseThrow()) {
        AtomicWrite write = turn.create(FILE, WRITE_ID, 10);
        turn.close();
        assertFails(Reason.TIMED_OUT, () -> store(throttled, LARGE));
        write.write(new byte[10], 0, 10);
        write.commit();
        write.close();
      }
      store(throttled, 10);
    }
  }

  @Test
  void aTransferThatCannotBeginTakesNoTurn() throws Exception {
    try (var throttled = new ThrottledDriver(faulty, 1, Duration.ofMillis(20))) {
      assertFails(Reason.NOT_FOUND, () -> throttled.read(FILE, 0));
      assertFails(
          Reason.NOT_FOUND,
          () -> throttled.hostFiles().orElseThrow().open("/no/such/file", _ -> true));
      store(throttled, 10);
    }
  }

  @Test
  void aWaitingTransferGetsItsTurn() throws Exception {
    try (var throttled = new ThrottledDriver(faulty, 1, Duration.ofSeconds(20))) {
      store(throttled, 10);
      var begun = new CountDownLatch(1);
      var second =
          new FutureTask<>(() -> {
            begun.countDown();
            try (InputStream stream = throttled.read(FILE, 0)) {
              return stream.readAllBytes().length;
            }
          });
      try (InputStream first = throttled.read(FILE, 0)) {
        Thread.ofVirtual().start(second);
        begun.await();
        assertThat(first.readAllBytes()).hasSize(10);
      }
      assertThat(second.get()).isEqualTo(10);
    }
  }

  @Test
  void whetherItCanBeWrittenIsFoundOutNowAndThen() throws Exception {
    var tries = new AtomicInteger();
    faults.before(StorageOperation.CHECK_WRITABLE, tries::incrementAndGet);
    var now = new AtomicReference<>(Instant.EPOCH);
    try (var rarely = new RarelyTriedDriver(faulty, Duration.ofMinutes(10), now::get)) {
      faults.fail(StorageOperation.CHECK_WRITABLE, 1, Reason.PERMISSION_DENIED);
      assertFails(Reason.PERMISSION_DENIED, rarely::checkWritable);
      rarely.checkWritable();
      rarely.checkWritable();
      assertThat(tries).as("a failure is looked at again").hasValue(2);
      now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));
      rarely.checkWritable();
      now.set(Instant.EPOCH); // a clock that was set back
      rarely.checkWritable();
      assertThat(tries).hasValue(4);
    }
  }

  @Test
  void noMoreIsToldThanWasGiven() throws Exception {
    try (var bounded = new BoundedDriver(faulty, 1000)) {
      assertThat(bounded.capacity()).isEqualTo(new Capacity(1000, 1000));
      assertThat(bounded.ping(Duration.ofSeconds(5))).isEqualTo(new Capacity(1000, 1000));
      assertThat(bounded.facts().capacity()).isEqualTo(new Capacity(1000, 1000));
      assertThat(bounded.reconnect().capacity()).isEqualTo(new Capacity(1000, 1000));
    }
  }
}
