package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Several disks in one repository, backed up, forgotten and cleaned up by several nodes and by
 * stock restic at the same time. For a long run: {@code -Dstrongroom.rounds=50}.
 */
class ResticBesideOursTest {
  private static final int ROUNDS = Integer.getInteger("strongroom.rounds", 2);
  private static final int NODES = 2;

  /** Others hold the repository now and then, and restic of Debian 12 does not wait. */
  private static final int TRIES = 200;

  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);

  @TempDir Path directory;
  private TestRepository fixture;

  /** What was acknowledged and not forgotten. */
  private final Map<ContentId, byte[]> kept = new ConcurrentHashMap<>();

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  @Test
  void whatAnybodyBackedUpIsThereWhoeverForgetsAndCleansUpMeanwhile() throws Exception {
    fixture.create().close();
    byte[] common = TestDisk.random(7, 3 * TestDisk.MIB);
    byte[] foreign = TestDisk.random(8, 2 * TestDisk.MIB);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> works = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        int number = node;
        works.add(threads.submit(work(() -> backUpAndForget(number, common))));
      }
      works.add(threads.submit(work(this::cleanUp)));
      works.add(threads.submit(work(() -> resticBacksUp(foreign))));
      works.add(threads.submit(work(this::resticCleansUp)));
      for (Future<Void> work : works) {
        work.get();
      }
    }
    fixture.restic.check();
    try (Repository repository = fixture.open()) {
      assertThat(kept).hasSize(NODES);
      for (Map.Entry<ContentId, byte[]> each : kept.entrySet()) {
        assertThat(TestRepository.read(repository, each.getKey())).isEqualTo(each.getValue());
      }
      assertThat(repository.locks()).isEmpty();
    }
    assertThat(
            fixture.restic.run(
                "dump",
                "--host",
                "theirs",
                "latest",
                directory.resolve("theirs/disk.img").toString()))
        .isEqualTo(changed(foreign, ROUNDS - 1));
  }

  /** A work of the test. */
  private interface Work {
    void run() throws Exception;
  }

  private static Callable<Void> work(Work work) {
    return () -> {
      work.run();
      return null;
    };
  }

  /** Part of the disk is as another's, a block is new in each round. */
  private static byte[] changed(byte[] bytes, int round) {
    byte[] changed = bytes.clone();
    System.arraycopy(
        TestDisk.random(100 + round, TestDisk.MIB), 0, changed, TestDisk.MIB, TestDisk.MIB);
    return changed;
  }

  private void backUpAndForget(int node, byte[] common) throws Exception {
    Deque<ContentId> mine = new ArrayDeque<>();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] disk = changed(common, round + node);
      disk[0] = (byte) node;
      try (Repository repository = openedBy("node" + node)) {
        BackupFacts facts =
            BackupFacts.of("disk%d-01234567".formatted(node), TestRepository.TIME, List.of("ours"));
        BackupResult result =
            repository.backUp(
                TestDisk.sparse(disk),
                mine.isEmpty() ? facts : facts.after(mine.getLast()),
                WorkListener.NONE);
        kept.put(result.snapshot(), disk);
        mine.add(result.snapshot());
        assertThat(TestRepository.read(repository, result.snapshot())).isEqualTo(disk);
        if (mine.size() > 1) {
          kept.remove(mine.getFirst());
          repository.forget(mine.removeFirst());
        }
      }
    }
  }

  private Repository openedBy(String node) throws Exception {
    return Repository.open(
        fixture.driver, TestRepository.DIRECTORY, TestRepository.PASSWORD, fixture.options(node));
  }

  private void cleanUp() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (Repository repository = openedBy("cleaner")) {
        repository.prune(AT_ONCE, WorkListener.NONE);
      }
    }
  }

  private void resticBacksUp(byte[] foreign) throws Exception {
    Path file = Files.createDirectories(directory.resolve("theirs")).resolve("disk.img");
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, changed(foreign, round));
      patiently("backup", "backup", "--host", "theirs", file.toString());
    }
  }

  private void resticCleansUp() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      patiently("clean-up", "forget", "--host", "theirs", "--keep-last", "1");
      patiently("clean-up", "prune", "--max-unused", "0");
      patiently("clean-up", "check");
    }
  }

  /** A call of restic, again while somebody holds the repository. */
  private void patiently(String who, String... words) throws Exception {
    var restic =
        new Restic(
            fixture.path().toString(),
            directory.resolve("restic " + who),
            Map.of("RESTIC_PASSWORD", TestRepository.PASSWORD));
    for (int tries = 1; ; tries++) {
      Restic.Outcome outcome = restic.call(words);
      if (outcome.status() == 0) {
        return;
      }
      assertThat(outcome.errors()).contains("lock");
      assertThat(tries).isLessThan(TRIES);
    }
  }
}
