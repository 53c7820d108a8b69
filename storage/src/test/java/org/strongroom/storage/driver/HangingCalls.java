package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.strongroom.storage.ByteSource;

/**
 * Every call that there is on one storage, and on what was opened before it hung, all at once and
 * on virtual threads, as services make them.
 */
final class HangingCalls implements AutoCloseable {
  private static final StoragePath FILE = StoragePath.of("file");
  private static final long BOUND_SECONDS = 30;

  private final StorageDriver driver;
  private final AtomicWrite write;
  private final AtomicWrite second;
  private final InputStream stream;
  private final ByteSource source;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, CompletableFuture<Object>> outcomes = new LinkedHashMap<>();

  HangingCalls(StorageDriver driver) throws Exception {
    this.driver = driver;
    byte[] content = new byte[40 << 20];
    try (AtomicWrite file = driver.create(FILE, "0".repeat(32), content.length)) {
      file.write(content, 0, content.length);
      file.commit();
    }
    write = driver.create(StoragePath.of("one"), "1".repeat(32), -1);
    second = driver.create(StoragePath.of("two"), "2".repeat(32), -1);
    second.write(content, 0, 1000);
    stream = driver.read(FILE, 0);
    source = driver.open(FILE);
  }

  void beginAll() {
    begin("ping", () -> driver.ping(Duration.ofSeconds(2)));
    begin("write", this::writeOn);
    begin(
        "commit",
        () -> {
          second.commit();
          return second;
        });
    begin("read on", () -> stream.readAllBytes());
    begin("read at", () -> source.read(30 << 20, ByteBuffer.allocate(1 << 20)));
    begin("facts", driver::facts);
    begin("reconnect", driver::reconnect);
    begin("connect", driver::connect);
    begin("capacity", driver::capacity);
    begin(
        "checkWritable",
        () -> {
          driver.capacity();
          driver.checkWritable();
          return driver;
        });
    begin("stat", () -> driver.stat(StoragePath.of("unseen")));
    begin("list", () -> driver.list(StoragePath.ROOT));
    begin("read", () -> driver.read(FILE, 0).readAllBytes());
    begin("open", () -> driver.open(FILE).read(20 << 20, ByteBuffer.allocate(1 << 20)));
    begin("create", () -> driver.create(StoragePath.of("new/file"), "3".repeat(32), -1));
    begin("abandon", () -> done(() -> driver.abandon(FILE, "4".repeat(32))));
    begin("delete", () -> done(() -> driver.delete(StoragePath.of("unseen"))));
    begin("deleteTree", () -> done(() -> driver.deleteTree(StoragePath.of("unseen"))));
    begin("digest", () -> driver.digest(FILE, DigestAlgorithm.SHA256, _ -> {}));
    driver
        .hostFiles()
        .ifPresent(files -> begin("openHostFile", () -> files.open("/unseen", _ -> true)));
    for (int i = 0; i < 40; i++) {
      StoragePath unseen = StoragePath.of("unseen" + i);
      begin("stat " + i, () -> driver.stat(unseen));
    }
  }

  private Object writeOn() throws StorageException {
    while (true) {
      write.write(StorageAssertions.data(1 << 20), 0, 1 << 20);
    }
  }

  private interface Action {
    void run() throws StorageException;
  }

  private Object done(Action action) throws StorageException {
    action.run();
    return driver;
  }

  private void begin(String name, Callable<Object> call) {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    outcomes.put(name, outcome);
    threads.submit(() -> {
      try {
        outcome.complete(call.call());
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
  }

  /** Each ends soon, and none says that it went well. */
  void awaitFailures() throws Exception {
    for (var outcome : outcomes.entrySet()) {
      if (!outcome.getKey().equals("openHostFile")) {
        assertThat(outcome.getValue())
            .as(outcome.getKey())
            .succeedsWithin(BOUND_SECONDS, TimeUnit.SECONDS)
            .isInstanceOf(StorageException.class);
      }
    }
  }

  @Override
  public void close() throws Exception {
    write.close();
    second.close();
    stream.close();
    source.close();
    threads.close();
  }
}
