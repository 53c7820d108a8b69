package org.strongroom.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Canaries;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.FirstCatalog;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.EmbeddedPostgresDatabase;
import tools.jackson.databind.JsonNode;

/**
 * Requests made from the declarations of all faces, most of them wrong somewhere, by all kinds of
 * callers at once. Whatever is asked, the answer is one that the API declares, nothing of the
 * inside and no secret is told, and afterwards the invariants hold.
 *
 * <p>{@code -Dstrongroom.fuzz.requests=500000} sends more than 20 000, three of five to a server
 * over SQLite; {@code -Dstrongroom.seed=…} makes the same ones.
 */
class FuzzTest {
  private static final int REQUESTS = Integer.getInteger("strongroom.fuzz.requests", 20_000);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final int CLIENTS = 6;
  private static final int LOOK_AGAIN = 400;
  private static final int MOST_REPORTED = 20;
  private static final int TERMINATED = 143;

  /** It is asked so often that the second compiler's work pays. */
  private static final List<String> LONG_LIVED = List.of("-Xmx512m");

  @TempDir Path directory;
  @TempDir Path served;
  @TempDir Path storages;
  private final Canaries canaries = new Canaries();
  private final String secret = canaries.hatchPlain("secret parameter");
  private final AtomicInteger sent = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();

  @Test
  void nothingThatIsSentBreaksAServerOverSqlite() throws Exception {
    FirstCatalog.copyTo(directory);
    try (TestBed bed = TestBed.start(directory, Map.of(), LONG_LIVED)) {
      fuzz(bed, CatalogFile.of(bed.server()), REQUESTS * 3 / 5);
    }
  }

  @Test
  void nothingThatIsSentBreaksAServerOverPostgresql() throws Exception {
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create();
        TestBed bed = TestBed.start(directory, ServerProcess.over(database), LONG_LIVED)) {
      fuzz(bed, CatalogFile.of(database), REQUESTS * 2 / 5);
    }
  }

  private void fuzz(TestBed bed, CatalogFile catalog, int requests) throws Exception {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    byte[] bytes = new byte[70_000];
    new Random(SEED).nextBytes(bytes);
    BootSector.mark(bytes);
    Files.write(served.resolve("bytes"), bytes);
    try (FileServer files = new FileServer(served)) {
      FuzzCallers callers = new FuzzCallers(bed, canaries);
      FuzzParameters.Surroundings surroundings =
          new FuzzParameters.Surroundings(
              new FuzzTargets(), callers, bed.sshd(), files, storages, secret);
      surroundings.prepare();
      fill(bed, files);
      surroundings.targets().refresh(bed.admin());
      sendAll(bed, surroundings, requests);
    }
    System.out.printf("answers by status: %s%n", statuses);
    assertThat(faults).as("seed %d; the log has: %s", SEED, failures(bed)).isEmpty();
    endsWell(bed, catalog);
  }

  /** What went wrong inside, with its causes: the log goes with the test. */
  private static List<String> failures(TestBed bed) throws IOException {
    try (Stream<String> lines = Files.lines(bed.server().log())) {
      return lines
          .filter(line -> line.contains(" ERROR ") || line.contains("Exception: "))
          .distinct()
          .limit(30)
          .toList();
    }
  }

  /** What is there to begin with; more comes and goes. */
  private static void fill(TestBed bed, FileServer files) {
    bed.configure("image", "upload.max.idle.duration.in.seconds", "3");
    TestStorage storage = bed.fileSystem("first");
    bed.sftp("second");
    bed.zone("zone");
    for (String url : List.of(files.url("bytes"), "upload://file")) {
      Map<String, Object> parameters =
          Map.of("name", "image", "url", url, "backupStorageUuids", List.of(storage.uuid()));
      bed.admin().send("POST", "/images", ZStackClient.json("params", parameters));
    }
  }

  private void sendAll(TestBed bed, FuzzParameters.Surroundings surroundings, int requests)
      throws InterruptedException {
    Random seeds = new Random(SEED);
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 1; i <= CLIENTS; i++) {
        Random random = new Random(seeds.nextLong());
        String source = "127.0.1." + i;
        clients.execute(() -> client(bed, surroundings, random, source, requests));
      }
      clients.shutdown();
      assertThat(clients.awaitTermination(300 + requests / 20, TimeUnit.SECONDS))
          .as("all requests are answered")
          .isTrue();
    }
  }

  private void client(
      TestBed bed,
      FuzzParameters.Surroundings surroundings,
      Random random,
      String source,
      int requests) {
    FuzzRequests made = new FuzzRequests(surroundings, random);
    AnswerRules rules = new AnswerRules(List.of(secret, ServerProcess.PASSWORD));
    try (WireConnection connection = new WireConnection(bed.server().url(), source)) {
      for (int i = sent.getAndIncrement();
          i < requests && faults.size() < MOST_REPORTED;
          i = sent.getAndIncrement()) {
        WireRequest request = made.next();
        Optional<WireRequest> poll =
            send(connection, request, rules).flatMap(answer -> made.poll(request, answer));
        if (poll.isPresent()) {
          send(connection, poll.get(), rules);
        }
        if (i % LOOK_AGAIN == LOOK_AGAIN - 1) {
          lookAgain(bed, surroundings);
        }
      }
    } catch (Exception | AssertionError e) {
      faults.add("a client ended with " + e);
    }
  }

  private Optional<WireAnswer> send(
      WireConnection connection, WireRequest request, AnswerRules rules) {
    try {
      Optional<WireAnswer> answer = connection.send(request);
      answer.ifPresent(a -> {
        statuses.computeIfAbsent(a.status(), status -> new LongAdder()).increment();
        rules
            .broken(request, a)
            .ifPresent(why -> faults.add("%s%n%s%n=> %s%n".formatted(why, request, a)));
      });
      return answer;
    } catch (IOException e) {
      faults.add("%s%n%s%n".formatted(e, request));
      return Optional.empty();
    }
  }

  /** Again and again: among what is sent is what ends all other sessions of the administrator. */
  private static synchronized void lookAgain(
      TestBed bed, FuzzParameters.Surroundings surroundings) {
    await("a look at what there is")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          if (!surroundings.callers().areValid()) {
            surroundings.callers().renew();
          }
          surroundings.targets().refresh(bed.admin());
        });
  }

  /** Nothing is stuck, left over or told, and the server answers and stops as ever. */
  private void endsWell(TestBed bed, CatalogFile catalog) throws IOException {
    bed.logInAgain();
    for (JsonNode setting : bed.admin().get("/global-configurations").get("inventories")) {
      String usual = setting.get("defaultValue").asString();
      if (!setting.get("value").asString().equals(usual)) {
        bed.configure(setting.get("category").asString(), setting.get("name").asString(), usual);
      }
    }
    bed.configure("image", "upload.max.idle.duration.in.seconds", "1");
    bed.configure("image", "deletion.gcInterval", "1");
    Invariants invariants = new Invariants(catalog);
    invariants.awaitQuiet();
    invariants.check(bed.admin(), connected(bed));
    long began = System.nanoTime();
    bed.admin().get("/images?limit=10");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    bed.server().terminate();
    assertThat(bed.server().awaitEnd()).isEqualTo(TERMINATED);
    String log = Files.readString(bed.server().log());
    assertThat(log.lines().filter(FuzzTest::tellsOfAFault).limit(MOST_REPORTED)).isEmpty();
    assertThat(canaries.seenIn(log)).isEmpty();
  }

  private static boolean tellsOfAFault(String line) {
    return line.contains(" ERROR ")
        || line.contains(" WARN  HostPort") // as long as whoever reaches the port likes
        || line.startsWith(HostileValues.INJECTED);
  }

  private static List<TestStorage> connected(TestBed bed) {
    List<TestStorage> connected = new ArrayList<>();
    String remote = bed.sshd().shellAccount().remoteHome() + "/";
    Path local = bed.sshd().shellAccount().localHome();
    for (JsonNode row : bed.admin().query("/backup-storage", "status=Connected")) {
      String url = row.get("url").asString();
      Path seen =
          url.startsWith(remote) ? local.resolve(url.substring(remote.length())) : Path.of(url);
      connected.add(new TestStorage(row.get("uuid").asString(), url, seen));
    }
    return connected;
  }
}
