package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.material.Uuids;

/**
 * Three nodes behind HAProxy, set up as the example says, are restarted one after the other while
 * clients work. Clients repeat what got no answer, or 503 with Retry-After, with the same job uuid;
 * 400 then says that it had come. So each call acts once and none is lost.
 */
class RollingRestartTest {
  private static final Path EXAMPLE = Path.of("../docs/examples/haproxy.cfg");
  private static final MadeImage IMAGE = new MadeImage(12, 1 << 20);

  @TempDir Path directory;
  private final Queue<String> zones = new ConcurrentLinkedQueue<>();
  private final Queue<String> images = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile boolean stopped;

  @Test
  void theExampleIsValid() {
    Programs.run("haproxy", "-c", "-f", EXAMPLE.toAbsolutePath().normalize().toString());
  }

  @Test
  void noCallIsLost() throws Exception {
    try (Cluster cluster = new Cluster(directory, 3, Map.of("STRONGROOM_SHUTDOWN_NOTICE", "3s"));
        PacedSource source = new PacedSource();
        Balancer balancer = new Balancer(directory, cluster)) {
      ZStackClient admin = ZStackClient.admin(cluster.node(0));
      TestStorage sftp = cluster.sftp(admin, "sftp");
      ZStackClient client = admin.at(balancer.url());
      balancer.awaitReady(client);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        clients.execute(() -> work(() -> createZone(client)));
        clients.execute(() -> work(() -> addImage(client, sftp, source.url(IMAGE))));
        for (int node = 0; node < 3; node++) {
          int before = zones.size() + images.size();
          await().atMost(Duration.ofMinutes(1)).until(() -> zones.size() + images.size() > before);
          cluster.node(node).stop();
          cluster.node(node).startAgain();
        }
        stopped = true;
        clients.shutdown();
        assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      }
      assertThat(failures).isEmpty();
      assertThat(zones).isNotEmpty();
      assertThat(images).isNotEmpty();
      System.out.printf(
          "%d zones, %d images, %d repeated%n", zones.size(), images.size(), repeated.get());
      assertThat(client.query("/zones")).hasSize(zones.size());
      assertThat(client.query("/images", "status=Ready")).hasSize(images.size());
      Invariants invariants = new Invariants(cluster.catalog());
      invariants.awaitQuiet();
      invariants.check(client, List.of(sftp));
    }
  }

  private void work(Runnable call) {
    while (!stopped) {
      try {
        call.run();
      } catch (RuntimeException | AssertionError e) {
        failures.add(String.valueOf(e));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void createZone(ZStackClient client) {
    String uuid = Uuids.random();
    done(client, "/zones", Map.of("name", "zone " + uuid, "resourceUuid", uuid));
    zones.add(uuid);
  }

  private void addImage(ZStackClient client, TestStorage storage, String url) {
    String uuid = Uuids.random();
    done(
        client,
        "/images",
        Map.of(
            "name",
            "image",
            "url",
            url,
            "resourceUuid",
            uuid,
            "backupStorageUuids",
            List.of(storage.uuid())));
    images.add(uuid);
  }

  /** One call, repeated as clients have to until it is known what became of it. */
  private void done(ZStackClient client, String path, Map<String, ?> params) {
    String job = Uuids.random();
    boolean accepted = false;
    while (!accepted) {
      int status =
          status(() ->
              client.send("POST", path, ZStackClient.json("params", params), "X-Job-UUID", job));
      accepted = status == 202 || status == 400;
      if (!accepted) {
        assertThat(status).as("answer to a call").isIn(0, 502, 503);
        repeated.incrementAndGet();
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      }
    }
    int outcome = 202;
    while (outcome == 202 || outcome == 0 || outcome == 502) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      ZStackClient.Answer[] last = new ZStackClient.Answer[1];
      outcome = status(() -> last[0] = client.send("GET", "/api-jobs/" + job));
      if (outcome == 503 && !last[0].body().startsWith("{")) {
        outcome = 0; // the balancer's own: nobody to ask just now
      }
      assertThat(outcome).as(() -> String.valueOf(last[0])).isIn(0, 200, 202, 502);
    }
  }

  private static int status(java.util.function.Supplier<ZStackClient.Answer> call) {
    try {
      return call.get().status();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  /** A real HAProxy with the example's settings and these nodes. */
  private static final class Balancer implements AutoCloseable {
    private final Process process;
    private final int port;

    Balancer(Path directory, Cluster cluster) throws IOException {
      port = Cluster.freePort();
      String text = Files.readString(EXAMPLE).replace("127.0.0.1:8080", "127.0.0.1:" + port);
      for (int i = 0; i < cluster.size(); i++) {
        text =
            text.replace("192.0.2.%d:8080".formatted(i + 1), cluster.node(i).url().getAuthority());
      }
      Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
      process =
          new ProcessBuilder("haproxy", "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("haproxy.log").toFile())
              .start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + port);
    }

    void awaitReady(ZStackClient client) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> status(() -> client.send("GET", "/zones")) == 200);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
