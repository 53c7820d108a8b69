package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.FirstCatalog;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/**
 * The server is killed again and again in the middle of everything, while clients go on with what
 * they do; after each start all goes on or is undone within the lease. After a few kills the
 * clients end, and the invariants hold. For a long run: {@code -Dstrongroom.kills=1000}, for each
 * database.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("strongroom.kills", 35);
  private static final int KILLS_OVER_POSTGRESQL = Integer.getInteger("strongroom.kills", 15);

  /** What clients make meanwhile is looked at once. */
  private static final int IN_A_ROW = 5;

  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final int MOST_BEGUN = 8;
  private static final int A_LITTLE = 200;

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final Ledger ledger = new Ledger();
  private final PacedSource source = new PacedSource();
  private final List<TestStorage> storages = new ArrayList<>();
  private int kills;
  private long takenUp;

  @BeforeEach
  void tellTheSeed() {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
  }

  @AfterEach
  void stop() {
    source.close();
  }

  @Test
  void everythingGoesOnOrIsUndone() throws Exception {
    FirstCatalog.copyTo(directory);
    try (TestBed bed = TestBed.start(directory, Map.of())) {
      killTimes(KILLS, bed, CatalogFile.of(bed.server()));
      assertThat(takenUp).as("jobs that a kill cut off").isGreaterThan(KILLS);
    }
  }

  @Test
  void everythingGoesOnOrIsUndoneOverPostgresql() throws Exception {
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create();
        TestBed bed = TestBed.start(directory, ServerProcess.over(database))) {
      killTimes(KILLS_OVER_POSTGRESQL, bed, CatalogFile.of(database));
      assertThat(takenUp).as("jobs that a kill cut off").isPositive();
    }
  }

  private void killTimes(int times, TestBed bed, CatalogFile catalog) throws Exception {
    bed.configure("image", "upload.max.idle.duration.in.seconds", "3");
    storages.add(bed.sftp("sftp"));
    storages.add(bed.fileSystem("directory"));
    VolumeLoad volumes =
        new VolumeLoad(bed.admin(), directory.resolve("volumes"), ledger, storages);
    Load load = new Load(bed, source, ledger, storages, volumes);
    Aftermath aftermath = new Aftermath(bed, catalog, ledger, storages);
    while (kills < times) {
      source.pace(SLOW);
      int last = Math.min(times, kills + IN_A_ROW);
      load.during(() -> killUntil(last, bed, load), random.nextLong());
      source.pace(Duration.ZERO);
      startAgain(bed);
      aftermath.check();
      volumes.check(bed.admin());
      System.out.printf(
          "%d kills, %d calls, %d jobs taken up%n", kills, ledger.entries().count(), takenUp);
    }
    aftermath.lookAtEverything();
    volumes.checkAll(bed.admin());
    countTakenUp(bed);
  }

  /** The last one ends the load, too: what it cuts off is not mended before all is looked at. */
  private void killUntil(int last, TestBed bed, Load load) {
    live();
    while (kills + 1 < last) {
      load.without(() -> {
        kill(bed);
        startAgain(bed);
      });
      live();
    }
    kill(bed);
  }

  /** What was going on or being undone is cut off again, sometimes. */
  private void startAgain(TestBed bed) {
    bed.server().startAgain();
    while (random.nextInt(4) == 0) {
      pause(400);
      kill(bed);
      bed.server().startAgain();
    }
    bed.reconnectClients();
  }

  /** Until some more has begun: a kill in the midst of nothing shows nothing. */
  private void live() {
    long begun = ledger.accepted() + random.nextInt(MOST_BEGUN);
    await("calls that are accepted")
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(() -> ledger.accepted() >= begun);
    pause(A_LITTLE);
  }

  private void pause(int atMost) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(atMost)).toNanos());
  }

  private void kill(TestBed bed) {
    bed.server().kill();
    kills++;
    countTakenUp(bed);
  }

  /** In the present life of the server. */
  private void countTakenUp(TestBed bed) {
    try (var lines = Files.lines(bed.server().log())) {
      takenUp += lines.filter(line -> line.contains("taking up job")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
