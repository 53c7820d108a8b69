package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.lock.LockRules;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.work.RepositoryOptions;
import org.strongroom.storage.repository.work.WorkListener;
import org.strongroom.testing.CuttingProxy;

/**
 * Backups, clean-ups and restores whose line is cut at any byte, again and again: whatever was
 * acknowledged is there, and whatever is there is whole.
 *
 * <p>For a long run: {@code -Dstrongroom.cuts=1000}, for each kind of storage.
 */
public final class RepositoryOnBrokenLine {
  public static final StoragePath DIRECTORY = StoragePath.of("repository");

  public static final String PASSWORD = "correct horse";

  private static final int CUTS = Integer.getInteger("strongroom.cuts", 50);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);
  private static final RepositoryOptions OPTIONS =
      new RepositoryOptions(LockRules.of("node", Clock.systemUTC()), new KeyCost(16, 8, 1), 1);
  private static final int BLOCKS = 3;
  private static final int MIB = TestDisk.MIB;
  private static final int KEPT = 4;

  private final StorageDriver driver;
  private final CuttingProxy line;
  private final Random random = new Random(SEED);
  private final byte[] disk = TestDisk.random(SEED, BLOCKS * MIB - 999);
  private final Map<ContentId, byte[]> acknowledged = new LinkedHashMap<>();
  private final Map<Work, Long> usualBytes = new EnumMap<>(Work.class);
  private final Map<Work, Integer> cuts = new EnumMap<>(Work.class);

  private enum Work {
    BACKUP,
    CLEAN_UP,
    RESTORE
  }

  private RepositoryOnBrokenLine(StorageDriver driver, CuttingProxy line) {
    this.driver = driver;
    this.line = line;
  }

  /**
   * Cuts the line of a driver so often. Afterwards a repository of {@link #PASSWORD} lies in {@link
   * #DIRECTORY}, for a judge.
   */
  public static void isKept(StorageDriver driver, CuttingProxy line) throws Exception {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    new RepositoryOnBrokenLine(driver, line).run();
  }

  private void run() throws Exception {
    driver.connect();
    Repository.create(driver, DIRECTORY, PASSWORD, OPTIONS).close();
    for (Work work : Work.values()) { // what one takes when nothing breaks
      once(work);
    }
    int before = line.cuts();
    while (line.cuts() - before < CUTS) {
      cutOne(Work.values()[random.nextInt(Work.values().length)]);
    }
    System.out.println("cut: " + cuts);
    assertThat(cuts).containsOnlyKeys(Work.values());
    once(Work.CLEAN_UP);
    once(Work.CLEAN_UP);
    judge();
  }

  /** Lets a work run, which may fail for the line, then looks with a line that is whole. */
  private void cutOne(Work work) throws Exception {
    int before = line.cuts();
    line.cutAllAfter(random.nextLong(usualBytes.get(work)));
    if (random.nextInt(4) == 0) {
      line.cut(1 + random.nextInt(4), random.nextInt(30_000)); // new ones break too
    }
    try {
      once(work);
    } catch (IOException e) {
      assertThat(line.cuts()).as(e.toString()).isGreaterThan(before);
      if (e instanceof RepositoryException wrong) {
        assertThat(wrong.reason())
            .as("what a line did is no damage: %s", e)
            .isNotIn(RepositoryException.Reason.DAMAGED, RepositoryException.Reason.MISSING);
      }
    } finally {
      line.cutNoMore();
    }
    cuts.merge(work, line.cuts() - before, Integer::sum);
    driver.connect();
    assertThat(new RepositoryFiles(driver, DIRECTORY).list(FileKind.SNAPSHOT))
        .containsKeys(acknowledged.keySet().toArray(ContentId[]::new));
  }

  private Repository open() throws IOException {
    return Repository.open(driver, DIRECTORY, PASSWORD, OPTIONS);
  }

  private void once(Work work) throws IOException {
    long before = line.forwarded();
    int cutsBefore = line.cuts();
    try (Repository repository = open()) {
      repository.removeOwnLocks();
      switch (work) {
        case BACKUP -> backUp(repository);
        case CLEAN_UP -> cleanUp(repository);
        case RESTORE -> restore(repository);
      }
    }
    if (line.cuts() == cutsBefore) {
      usualBytes.put(work, line.forwarded() - before);
    }
  }

  private void backUp(Repository repository) throws IOException {
    for (int i = 0; i < 2; i++) {
      int block = random.nextInt(BLOCKS - 1);
      disk[block * MIB + random.nextInt(MIB)]++;
    }
    byte[] now = disk.clone();
    acknowledged.put(
        repository
            .backUp(TestDisk.dense(now), TestRepository.facts().resumedRun(), WorkListener.NONE)
            .snapshot(),
        now);
  }

  /** The eldest go first, whose packs are used by half then. */
  private void cleanUp(Repository repository) throws IOException {
    for (ContentId id : List.copyOf(acknowledged.keySet())) {
      if (acknowledged.size() > KEPT) {
        acknowledged.remove(id); // asked for is enough: it may go
        repository.forget(id);
      }
    }
    repository.prune(AT_ONCE, WorkListener.NONE);
  }

  private void restore(Repository repository) throws IOException {
    List<ContentId> all = List.copyOf(acknowledged.keySet());
    ContentId id = all.get(random.nextInt(all.size()));
    byte[] restored = new byte[disk.length];
    repository.restore(
        id,
        (position, bytes, offset, length) ->
            System.arraycopy(bytes, offset, restored, (int) position, length),
        WorkListener.NONE);
    assertThat(restored).isEqualTo(acknowledged.get(id));
  }

  private void judge() throws IOException {
    try (Repository repository = open()) {
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
      for (Map.Entry<ContentId, byte[]> generation : acknowledged.entrySet()) {
        assertThat(TestRepository.read(repository, generation.getKey()))
            .isEqualTo(generation.getValue());
      }
      assertThat(repository.locks()).isEmpty();
    }
  }
}
