package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.material.Uuids;
import tools.jackson.databind.JsonNode;

/**
 * Nodes are paused, killed and cut off from their database while they work. Whatever happens, an
 * image that the catalog calls Ready is there, whole, every volume snapshot that was acknowledged
 * restores bit for bit, and nothing stays stuck or lies about.
 */
class ClusterFaultsTest {
  private static final int ROUNDS = Integer.getInteger("strongroom.cluster.rounds", 30);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final MadeImage IMAGE = new MadeImage(20, 6 << 20);
  private static final Duration LEASE = Duration.ofSeconds(2);

  /** A fault meets what is under way: few transfers that last, and not many that are short. */
  private static final Duration SLOW = Duration.ofMillis(90);

  private static final Duration BETWEEN = Duration.ofMillis(700);

  @TempDir Path directory;
  private final PacedSource source = new PacedSource();
  private final Random random = new Random(SEED);
  private final Ledger ledger = new Ledger();
  private final Set<String> proved = new HashSet<>();
  private Cluster cluster;
  private List<ZStackClient> nodes;
  private List<TestStorage> storages;
  private volatile boolean stopped;

  @AfterEach
  void stop() {
    source.close();
    if (cluster != null) {
      cluster.close();
    }
  }

  private void start(int count) {
    cluster =
        new Cluster(directory, count, Map.of("STRONGROOM_JOB_LEASE", LEASE.toMillis() + "ms"));
    nodes = cluster.clients();
    storages =
        List.of(cluster.sftp(nodes.get(0), "sftp"), cluster.fileSystem(nodes.get(0), "shared"));
  }

  private ZStackClient.Answer add(ZStackClient node, String uuid, String url) {
    return add(node, uuid, url, storages);
  }

  private static ZStackClient.Answer add(
      ZStackClient node, String uuid, String url, List<TestStorage> onto) {
    return node.send(
        "POST",
        "/images",
        ZStackClient.json(
            "params",
            Map.of(
                "name",
                "image",
                "url",
                url,
                "resourceUuid",
                uuid,
                "backupStorageUuids",
                onto.stream().map(TestStorage::uuid).toList())));
  }

  /** I1 to I5, looked at from outside: of all that is there, whatever was proved before. */
  private void checkAll() {
    proved.clear();
    check();
  }

  /** The same, but copies whose bytes were right once are not read again. */
  private void check() {
    ZStackClient node = nodes.get(0);
    Invariants invariants = new Invariants(cluster.catalog());
    invariants.awaitQuiet();
    await("manifests follow the tags")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> invariants.check(node, storages));
    for (JsonNode image : node.query("/images", "status=Ready")) {
      String uuid = image.get("uuid").asString();
      String expected = ledger.images().get(uuid).get();
      for (JsonNode copy : image.get("backupStorageRefs")) {
        TestStorage storage =
            storages.stream()
                .filter(s -> s.uuid().equals(copy.get("backupStorageUuid").asString()))
                .findFirst()
                .orElseThrow();
        Path file = storage.file(copy.get("installPath").asString());
        if (proved.add(uuid + " on " + storage.uuid())) {
          assertThat(DiskImages.sha256(file)).as("%s on %s", uuid, storage).isEqualTo(expected);
        }
        assertThat(file.resolveSibling(file.getFileName() + ".manifest.json")).exists();
      }
      if (proved.add(uuid + " read")) {
        HttpDownload download = HttpDownload.of(node, "/images/" + uuid + "/file");
        assertThat(DiskImages.sha256(download.body())).as("%s read", uuid).isEqualTo(expected);
      }
    }
  }

  @Test
  void aNodeThatWasPausedInATransferDoesNotTouchWhatAnotherHasDone() throws Exception {
    start(2);
    String uuid = Uuids.random();
    ledger.images().put(uuid, IMAGE::sha256);
    String job =
        ZStackClient.jobUuid(add(nodes.get(0), uuid, source.url(IMAGE, IMAGE.length() / 2)));
    source.awaitHeld();
    cluster.sshd().pause(); // its connection hangs in the middle of the transfer
    cluster.pause(0);
    await()
        .atMost(LEASE.multipliedBy(10))
        .until(() ->
            cluster
                .rows("SELECT epoch FROM job WHERE uuid = '" + job + "'")
                .getFirst()
                .getFirst()
                .equals("2"));
    source.release();
    cluster.sshd().resume();
    assertThat(nodes.get(1).awaitJob(job).status()).isEqualTo(200);
    cluster.resume(0);
    awaitBack(0);
    assertThat(nodes.get(0).awaitJob(job).status()).isEqualTo(200);
    check();
  }

  /** It has exports and an upload open meanwhile, which nobody can take over. */
  @Test
  void aNodeThatWasPausedBesideASlowSourceDoesNotSpoilTheNextRun() throws Exception {
    String job = beginSlowly();
    var volumes = new VolumeLoad(nodes.get(0), directory.resolve("volumes"), ledger, storages);
    VolumeLoad.Kept kept = volumes.keepOne(nodes.get(0));
    JsonNode read = export(kept.snapshot());
    JsonNode closed = export(kept.snapshot());
    var half = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    String uploaded = Uuids.random();
    ledger.images().put(uploaded, IMAGE::sha256);
    VolumeLoad.configure(nodes.get(0), "image/upload.max.idle.duration.in.seconds", "3");
    add(nodes.get(0), uploaded, "upload://file");
    Future<Integer> upload = upload(uploaded, half, goOn);
    half.await();

    cluster.pause(0);
    longerThanTheLease();
    close(1, closed);
    cluster.resume(0);
    goOn.countDown();
    assertThat(compared(kept.disk(), read)).as("an export outlives the pause").isZero();
    await().until(() -> compared(kept.disk(), closed) != 0);
    close(0, read); // with its lock, else it is found below
    endsWellAtTheOther(job);
    int ready = nodes.get(1).query("/images", "uuid=" + uploaded, "status=Ready").size();
    assertThat(upload.get() != 200 || ready == 1).as("an upload that was acknowledged").isTrue();
  }

  private JsonNode export(String snapshot) {
    return nodes
        .get(0)
        .send(
            "PUT",
            "/volume-snapshots/" + snapshot + "/actions",
            ZStackClient.json("exportVolumeSnapshot", Map.of()))
        .ok()
        .get("inventory");
  }

  private void close(int node, JsonNode export) {
    String path = "/volume-snapshot-exports/" + export.get("uuid").asString();
    assertThat(nodes.get(node).send("DELETE", path).status()).isEqualTo(200);
  }

  private static int compared(Path disk, JsonNode export) {
    String url = export.get("nbdUrl").asString();
    return Programs.run(
            new ProcessBuilder(
                "qemu-img", "compare", "-f", "raw", "-F", "raw", disk.toString(), url),
            "")
        .code();
  }

  /** Sends an image to the first node, and stops half way until it is told to go on. */
  private Future<Integer> upload(String image, CountDownLatch half, CountDownLatch goOn) {
    var status =
        new FutureTask<>(() -> {
          try {
            return nodes
                .get(0)
                .send(
                    "PUT",
                    "/images/" + image + "/upload",
                    BodyPublishers.ofInputStream(
                        () -> new HeldStream(IMAGE.stream(), IMAGE.length() / 2, half, goOn)))
                .status();
          } catch (UncheckedIOException e) {
            return 0; // it was cut off
          }
        });
    Thread.ofVirtual().start(status);
    return status;
  }

  /** What it said before the others took over arrives after: each commit finds that it is late. */
  @Test
  void aNodeWhoseWordsToTheDatabaseAreHeldUpSpoilsNothing() throws Exception {
    String job = beginSlowly();
    cluster.line(0).hold();
    longerThanTheLease();
    cluster.line(0).mend();
    endsWellAtTheOther(job);
  }

  /** The first of two nodes is in the middle of a transfer that takes some ten seconds. */
  private String beginSlowly() {
    start(2);
    String uuid = Uuids.random();
    ledger.images().put(uuid, IMAGE::sha256);
    source.pace(Duration.ofMillis(8)); // after each 4 KiB
    String job = ZStackClient.jobUuid(add(nodes.get(0), uuid, source.url(IMAGE)));
    await().until(() -> nodes.get(1).get("/task-progresses/" + job).toString().contains("done"));
    return job;
  }

  private static void longerThanTheLease() {
    LockSupport.parkNanos(LEASE.multipliedBy(5).dividedBy(2).toNanos());
  }

  private void endsWellAtTheOther(String job) throws Exception {
    assertThat(nodes.get(1).awaitJob(job).status()).isEqualTo(200);
    awaitBack(0);
    check();
  }

  private void awaitBack(int node) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          try {
            return nodes.get(node).send("GET", "/zones").status() == 200
                && cluster.rows("SELECT uuid FROM management_node").size() == cluster.size();
          } catch (UncheckedIOException e) {
            return false;
          }
        });
  }

  @Test
  void whateverHappensToNodesImagesAndSnapshotsAreWhole() throws Exception {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    start(3);
    var volumes = new VolumeLoad(nodes.get(0), directory.resolve("volumes"), ledger, storages);
    for (int round = 0; round < ROUNDS; round++) {
      int victim = random.nextInt(3);
      stopped = false;
      source.pace(SLOW);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 3; i++) {
          ZStackClient node = nodes.get(i);
          Random own = new Random(random.nextLong());
          clients.execute(() -> work(() -> vex(node, own)));
          Random another = new Random(random.nextLong());
          clients.execute(() -> work(() -> volumes.once(node, another)));
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(600)).toNanos());
        fault(random.nextInt(5), victim);
        stopped = true;
        source.pace(Duration.ZERO); // what it cut off is to end, not to last
        clients.shutdown();
        if (!clients.awaitTermination(3, TimeUnit.MINUTES)) {
          throw new AssertionError("in round %d clients wait for %s".formatted(round, going()));
        }
      }
      awaitBack(victim);
      check();
      volumes.check(nodes.get(0));
    }
    checkAll();
    volumes.checkAll(nodes.get(0));
  }

  private List<List<String>> going() {
    return cluster.rows(
        "SELECT operation, step_name, epoch, node_uuid, progress, created FROM job"
            + " WHERE lease IS NOT NULL");
  }

  private List<String> uuids() {
    return cluster.rows("SELECT uuid FROM image").stream().map(List::getFirst).toList();
  }

  private void fault(int kind, int victim) {
    // shorter than anybody notices, or long enough that others take over
    long lasts =
        random.nextLong(random.nextBoolean() ? LEASE.toMillis() / 2 : 2 * LEASE.toMillis());
    switch (kind) {
      case 0 -> {
        cluster.pause(victim);
        LockSupport.parkNanos(Duration.ofMillis(lasts).toNanos());
        cluster.resume(victim);
      }
      case 1 -> {
        cluster.node(victim).kill();
        cluster.node(victim).startAgain();
      }
      case 2 -> ill(cluster.line(victim), DatabaseLine::cut, lasts);
      case 3 -> ill(cluster.line(victim), DatabaseLine::hold, lasts);
      default -> ill(cluster.line(victim), DatabaseLine::trickle, lasts);
    }
  }

  private static void ill(DatabaseLine line, Consumer<DatabaseLine> fault, long lasts) {
    fault.accept(line);
    LockSupport.parkNanos(Duration.ofMillis(lasts).toNanos());
    line.mend();
  }

  private void work(Runnable once) {
    while (!stopped) {
      try {
        once.run();
        LockSupport.parkNanos(BETWEEN.toNanos());
      } catch (UncheckedIOException e) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }

  /** Adds an image, and does something with another. */
  private void vex(ZStackClient node, Random own) {
    String uuid = Uuids.random();
    MadeImage image = new MadeImage(1 + own.nextInt(1000), (1 << 17) + own.nextInt(1 << 19));
    String sha256 = image.sha256();
    ledger.images().put(uuid, () -> sha256);
    TestStorage first = storages.get(own.nextInt(2));
    add(node, uuid, source.url(image), own.nextBoolean() ? storages : List.of(first));
    List<String> there = uuids();
    String some = there.isEmpty() ? uuid : there.get(own.nextInt(there.size()));
    ledger.copying(some, storages).send(node);
    Map<String, Object> tag = new HashMap<>();
    tag.put("resourceType", "ImageVO");
    tag.put("resourceUuid", some);
    tag.put("tag", "t" + own.nextInt());
    node.send("POST", "/user-tags", ZStackClient.json("params", tag));
    if (there.size() > 6) {
      node.send("DELETE", "/images/" + some);
      node.send("PUT", "/images/" + some + "/actions", ZStackClient.json("expungeImage", Map.of()));
    }
  }
}
