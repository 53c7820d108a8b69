package org.strongroom.storage.driver.swift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.swift.KilledWriter.Kind;
import org.strongroom.testing.HttpGate;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A process is killed by SIGKILL while it writes many files into an object store, each of which is
 * held at another of its calls: half of them before the store has heard of the call, half when it
 * has done what it was asked for. Whoever goes on, and whoever takes it back, leaves nothing.
 */
class KilledWritesTest {
  /** More than a write has calls; those that meet no such call are whole. */
  private static final int WRITES = 14;

  private static final int FEWEST_KILLED = 10;

  @TempDir private Path directory;
  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);

  private void hold(int write, HttpExchange exchange) throws IOException {
    held.add(write);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("nobody waits any more for " + HttpGate.shown(exchange));
  }

  /** Those that have come to their end: some by giving up a deletion that was held for too long. */
  private static Set<Integer> whole(Path output) {
    try {
      return Files.readAllLines(output).stream()
          .filter(line -> line.startsWith("whole "))
          .map(line -> Integer.valueOf(line.substring("whole ".length())))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Those that have come to a stop, or to their end. */
  private int stopped(Path output) {
    Set<Integer> all = new HashSet<>(held);
    all.addAll(whole(output));
    return all.size();
  }

  private void kill(Kind kind, URI store, S3Server.Login login, Supplier<List<String>> left)
      throws Exception {
    Path output = directory.resolve("output");
    try (HttpGate gate = new HttpGate(store)) {
      for (int i = 1; i <= WRITES; i++) {
        int call = i;
        gate.answerNth(
            ".*write%02d.*".formatted(call),
            call,
            exchange -> {
              if (call % 4 < 2) {
                gate.forward(exchange);
              }
              hold(call, exchange);
            });
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  kind.name(),
                  gate.endpoint().toString(),
                  login.accessKey(),
                  login.secretKey(),
                  Integer.toString(WRITES))
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> stopped(output) == WRITES || !process.isAlive());
      } finally {
        process.destroyForcibly().waitFor();
      }
      over.countDown();
    }
    held.removeAll(whole(output));
    System.out.printf("%s: killed %d writes at as many calls%n", kind, held.size());
    assertThat(held).hasSizeGreaterThanOrEqualTo(FEWEST_KILLED);
    byte[] content = KilledWriter.content(kind);
    try (KilledWriter writer = new KilledWriter();
        StorageDriver driver = writer.driver(kind, store, login.accessKey(), login.secretKey())) {
      for (int i = 1; i <= WRITES; i++) {
        if (i % 3 == 0) {
          driver.abandon(KilledWriter.file(i), KilledWriter.writeId(i, 1));
        } else {
          goOn(driver, i, content);
        }
      }
      assertThat(left.get())
          .noneMatch(name -> name.endsWith(".part"))
          .noneMatch(name -> name.startsWith("upload "));
      for (int i = 1; i <= WRITES; i++) {
        driver.delete(KilledWriter.file(i));
      }
      assertThat(left.get()).isEmpty();
    }
  }

  /** As the next run of the job does. */
  private static void goOn(StorageDriver driver, int number, byte[] content) throws IOException {
    driver.abandonEarlier(KilledWriter.file(number), KilledWriter.writeId(number, 2));
    try {
      KilledWriter.write(driver, number, 2, content);
    } catch (StorageException e) {
      if (e.reason() != StorageException.Reason.EXISTS) {
        throw e;
      }
    }
    try (var in = driver.read(KilledWriter.file(number), 0)) {
      assertThat(in.readAllBytes()).as("file %d", number).isEqualTo(content);
    }
  }

  @Test
  void leaveNeitherPartsNorObjects() throws Exception {
    try (S3ProxyServer store = S3ProxyServer.startOpen(); // signatures name the gate
        S3Client outside = store.client()) {
      outside.createBucket(r -> r.bucket(KilledWriter.BUCKET));
      kill(
          Kind.S3,
          store.endpoint(),
          new S3Server.Login("key", "secret"),
          () ->
              Stream.concat(
                      outside.listObjectsV2(r -> r.bucket(KilledWriter.BUCKET)).contents().stream()
                          .map(S3Object::key),
                      outside
                          .listMultipartUploads(r -> r.bucket(KilledWriter.BUCKET))
                          .uploads()
                          .stream()
                          .map(upload -> "upload " + upload.key()))
                  .toList());
    }
  }

  @Test
  void leaveNeitherSegmentsNorObjects() throws Exception {
    SwiftServer store = SwiftPlace.server();
    try (KilledWriter writer = new KilledWriter();
        StorageDriver driver =
            writer.driver(
                Kind.SWIFT,
                store.endpoint(),
                store.owner().accessKey(),
                store.owner().secretKey())) {
      driver.connect();
    }
    kill(
        Kind.SWIFT,
        store.endpoint(),
        store.owner(),
        () ->
            Stream.of(KilledWriter.BUCKET, KilledWriter.BUCKET + "_segments")
                .flatMap(container -> store.names(container).stream())
                .toList());
  }
}
