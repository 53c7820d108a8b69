package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.OpenSshServer;

/** A storage behind a line that takes seconds for what its transfers have under way. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowLineTest {
  private static final int SPEED = 500_000;
  private static final int LENGTH = 512 << 10;
  private static final Duration PING = Duration.ofMillis(1500);
  private static final SftpTimeouts HURRIED =
      new SftpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(20));

  private final ExecutorService transfers = Executors.newVirtualThreadPerTaskExecutor();
  private OpenSshServer server;
  private CuttingProxy line;
  private SftpLocation location;
  private SftpDriver driver;

  @BeforeEach
  void start() throws Exception {
    server = OpenSshServer.start();
    line = CuttingProxy.to(URI.create("ssh://" + server.host() + ":" + server.port()));
    location = SftpLocation.of(server, server.confinedAccount());
    var endpoint =
        new SftpEndpoint(
            "127.0.0.1",
            line.endpoint().getPort(),
            location.account().username(),
            new SshCredential.Password(location.account().password()),
            location.remote(),
            new ExpectedHostKey.TrustOnFirstUse());
    driver = new SftpDriver(endpoint, HURRIED);
    driver.connect();
    driver.ping(PING);
  }

  @AfterEach
  void stop() {
    driver.close();
    transfers.shutdownNow();
    line.close();
    server.close();
  }

  private List<Future<Boolean>> uploads(int count) {
    List<Future<Boolean>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StoragePath path = StoragePath.of("upload-" + i);
      String writeId = "%032d".formatted(i);
      running.add(transfers.submit(() -> upload(path, writeId)));
    }
    return running;
  }

  private boolean upload(StoragePath path, String writeId) throws StorageException {
    try (AtomicWrite write = driver.create(path, writeId, LENGTH)) {
      byte[] bytes = new byte[LENGTH];
      Arrays.fill(bytes, (byte) 1); // zeros would not be sent
      write.write(bytes, 0, LENGTH);
      write.commit();
      return true;
    }
  }

  private static boolean running(List<? extends Future<?>> all) {
    return all.stream().anyMatch(one -> !one.isDone());
  }

  @Test
  void pingsDoNotCutUploads() throws Exception {
    line.slow(SPEED);
    List<Future<Boolean>> uploads = uploads(8);
    while (running(uploads)) {
      assertThat(driver.ping(PING).total()).isPositive();
    }
    for (Future<Boolean> upload : uploads) {
      assertThat(upload.get()).isTrue();
    }
  }

  @Test
  void pingsDoNotCutDownloads() throws Exception {
    Files.write(location.local().resolve("big"), new byte[3 * LENGTH]);
    location.own(location.local().resolve("big"));
    line.slow(SPEED);
    Callable<Integer> read =
        () -> {
          try (InputStream stream = driver.read(StoragePath.of("big"), 0)) {
            return stream.readAllBytes().length;
          }
        };
    List<Future<Integer>> downloads = List.of(transfers.submit(read), transfers.submit(read));
    while (running(downloads)) {
      assertThat(driver.ping(PING).total()).isPositive();
    }
    for (Future<Integer> download : downloads) {
      assertThat(download.get()).isEqualTo(3 * LENGTH);
    }
  }

  @Test
  void pingsNoticeThatNothingMovesAnyMore() throws Exception {
    line.slow(SPEED);
    List<Future<Boolean>> uploads = uploads(3);
    long before = line.forwarded();
    await().until(() -> line.forwarded() > before + LENGTH);
    line.stall();
    assertFails(Reason.TIMED_OUT, () -> driver.ping(Duration.ofMillis(500)));
    for (Future<Boolean> upload : uploads) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(upload::get))
          .hasCauseInstanceOf(StorageException.class);
    }
  }

  @Test
  void transfersNoticeThatNothingMovesAnyMore() throws Exception {
    line.slow(SPEED);
    List<Future<Boolean>> uploads = uploads(3);
    long before = line.forwarded();
    await().until(() -> line.forwarded() > before + LENGTH);
    line.stall();
    for (Future<Boolean> upload : uploads) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(upload::get))
          .hasCauseInstanceOf(StorageException.class);
    }
  }
}
