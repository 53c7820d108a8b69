package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.fault.FaultInjectingDriver;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Calls of the storage fail, each once, in turn: afterwards stock restic finds nothing wrong, and
 * every generation that was acknowledged is as it was.
 */
class RepositoryFaultsTest {
  /** Few calls by default, all of them with {@code -Dstrongroom.faults=all}. */
  private static final boolean ALL = "all".equals(System.getProperty("strongroom.faults"));

  private static final int STEP = ALL ? 1 : 7;

  private static final int MIB = TestDisk.MIB;
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);

  @TempDir Path directory;
  private TestRepository fixture;
  private final Faults faults = new Faults();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private Runnable atCall = () -> {};
  private final Map<ContentId, byte[]> acknowledged = new LinkedHashMap<>();

  @BeforeEach
  void setUp() throws IOException {
    fixture = new TestRepository(directory);
    fixture.create().close();
  }

  private void count(Set<StorageOperation> operations) {
    for (StorageOperation operation : operations) {
      faults.before(
          operation,
          () -> {
            atCall.run();
            if (left.getAndDecrement() == 0) {
              throw new StorageException(Reason.FAILED, "injected fault: " + operation);
            }
          });
    }
  }

  private Repository open() throws IOException {
    return fixture.open(new FaultInjectingDriver(fixture.driver, faults));
  }

  /** Lets the call number {@code n} fail, if there are as many. */
  private void fail(int n, Work work) throws Exception {
    left.set(n);
    try {
      work.run();
    } catch (IOException e) {
      assertThat(left.get()).isNegative();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void judge(Repository repository) throws Exception {
    left.set(Integer.MAX_VALUE);
    repository.removeOwnLocks();
    fixture.restic.check();
    assertThat(repository.generations()).hasSize(acknowledged.size());
    for (Map.Entry<ContentId, byte[]> generation : acknowledged.entrySet()) {
      assertThat(TestRepository.read(repository, generation.getKey()))
          .isEqualTo(generation.getValue());
    }
  }

  @Test
  void whicheverCallOfABackupFails() throws Exception {
    count(EnumSet.allOf(StorageOperation.class));
    byte[] image = TestDisk.random(1, 5 * MIB);
    int n = 0;
    try (Repository repository = open()) {
      boolean faultless = false;
      for (; !faultless; n += STEP) {
        byte[] now = image.clone();
        now[n % 5 * MIB] = (byte) n;
        now[4 * MIB + 1] = (byte) n;
        fail(n, () -> acknowledged.put(TestRepository.backUp(repository, now), now));
        faultless = left.get() >= 0;
        left.set(Integer.MAX_VALUE);
        repository.removeOwnLocks();
      }
      judge(repository);
    }
    assertThat(n).isGreaterThan(20);
  }

  /** The lists are many: each directory of packs has one. */
  @Test
  void whicheverCallOfACleanUpFails() throws Exception {
    count(EnumSet.complementOf(EnumSet.of(StorageOperation.LIST)));
    byte[] image = new byte[4 * MIB];
    for (int block = 0; block < 4; block++) {
      System.arraycopy(TestDisk.random(block, 2000), 0, image, block * MIB, 2000);
    }
    int n = 0;
    try (Repository repository = open()) {
      acknowledged.put(TestRepository.backUp(repository, image), image);
      for (boolean faultless = false; !faultless; n += ALL ? 1 : 2 * STEP) {
        byte[] now = image.clone();
        for (int block = 0; block < 3; block++) {
          now[block * MIB] = (byte) (n * 3 + block + 1);
        }
        ContentId gone = TestRepository.backUp(repository, now);
        now[2 * MIB + 1]++;
        acknowledged.keySet().stream().skip(1).toList().forEach(id -> forget(repository, id));
        acknowledged.put(TestRepository.backUp(repository, now), now);
        repository.forget(gone);
        fail(n, () -> repository.prune(AT_ONCE, WorkListener.NONE));
        faultless = left.get() >= 0;
        left.set(Integer.MAX_VALUE);
        repository.removeOwnLocks();
        repository.prune(AT_ONCE, WorkListener.NONE);
      }
      repository.prune(AT_ONCE, WorkListener.NONE);
      repository.prune(AT_ONCE, WorkListener.NONE);
      judge(repository);
      assertThat(fixture.files("strongroom").size()).isLessThanOrEqualTo(1);
      assertThat(repository.usage(WorkListener.NONE).reclaimableBytes()).isLessThan(50_000);
    }
    assertThat(n).isGreaterThan(30);
  }

  /**
   * A clean-up is paused in a call for so long that another node takes its lock away, backs up what
   * the clean-up holds for dead, and cleans up twice. Then the call goes on; the fence of the lease
   * lets no other follow.
   */
  @Test
  void whereverACleanUpIsPausedAnotherNodeMayTakeOver() throws Exception {
    count(EnumSet.complementOf(EnumSet.of(StorageOperation.LIST)));
    byte[] image = new byte[4 * MIB];
    for (int block = 0; block < 4; block++) {
      System.arraycopy(TestDisk.random(block, 2000), 0, image, block * MIB, 2000);
    }
    int n = 0;
    try (Repository paused = open();
        Repository other = fixture.open()) {
      acknowledged.put(TestRepository.backUp(other, image), image);
      for (boolean met = true; met; n += ALL ? 1 : 2 * STEP) {
        byte[] dead = image.clone();
        for (int block = 0; block < 3; block++) {
          dead[block * MIB] = (byte) (n * 3 + block + 1);
        }
        other.forget(TestRepository.backUp(other, dead));
        var takeOver = new AtomicInteger(n);
        atCall =
            () -> {
              int before = takeOver.getAndDecrement();
              if (before == 0) {
                takeOver(other, dead);
              } else if (before < 0) {
                throw new IllegalStateException("the lease is another's");
              }
            };
        try {
          paused.prune(AT_ONCE, WorkListener.NONE);
        } catch (IOException | IllegalStateException e) {
          assertThat(takeOver.get()).as(e.toString()).isNegative();
        }
        atCall = () -> {};
        met = takeOver.get() < 0;
        other.removeOwnLocks();
        for (Map.Entry<ContentId, byte[]> generation : acknowledged.entrySet()) {
          try (Repository fresh = fixture.open()) {
            assertThat(TestRepository.read(fresh, generation.getKey()))
                .as("paused at call %d", n)
                .isEqualTo(generation.getValue());
          }
        }
        acknowledged.keySet().stream().skip(1).toList().forEach(id -> forget(other, id));
      }
      judge(other);
    }
    assertThat(n).isGreaterThan(30);
  }

  private void takeOver(Repository other, byte[] dead) {
    try {
      for (ContentId lock : fixture.lockIds()) {
        other.removeLock(lock);
      }
      acknowledged.put(TestRepository.backUp(other, dead), dead);
      other.prune(AT_ONCE, WorkListener.NONE);
      other.prune(AT_ONCE, WorkListener.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void forget(Repository repository, ContentId id) {
    try {
      repository.forget(id);
      acknowledged.remove(id);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBackupThatWasBrokenOffGoesOnFromTheLastPack() throws Exception {
    byte[] image = TestDisk.random(3, 40 * MIB);
    try (Repository repository = open()) {
      var breaking =
          new WorkListener() {
            @Override
            public void progress(long done, long total) throws IOException {
              if (done >= 36L * MIB) {
                throw new IOException("broken off");
              }
            }
          };
      assertThatThrownBy(
              () -> repository.backUp(TestDisk.dense(image), TestRepository.facts(), breaking))
          .hasMessage("broken off");
      assertThat(repository.generations()).isEmpty();
      BackupResult result =
          repository.backUp(
              TestDisk.dense(image), TestRepository.facts().resumedRun(), WorkListener.NONE);
      // What was not read, what was in hand, and two packs that were on their way.
      assertThat(result.newBytes()).isLessThanOrEqualTo((4 + 7 + 2 + 4) * (long) MIB);
      acknowledged.put(result.snapshot(), image);
      judge(repository);
    }
  }

  @Test
  void listsOfChangesAreAdviceThatIsHeldAgainstTheGenerationBefore() throws Exception {
    byte[] image = TestDisk.image(4, 8 * MIB + 500);
    byte[] next = image.clone();
    next[3 * MIB + 9]++;
    try (Repository repository = open()) {
      ContentId first = TestRepository.backUp(repository, image);
      acknowledged.put(first, image);
      TestDisk disk = TestDisk.dense(next);
      BackupFacts facts =
          TestRepository.facts()
              .after(first)
              .changedOnly(
                  (position, length) -> position <= 3 * MIB + 9 && position + length > 3 * MIB + 9);
      BackupResult result = repository.backUp(disk, facts, WorkListener.NONE);
      assertThat(disk.bytesRead).isEqualTo(MIB);
      assertThat(result.remark()).isEmpty();
      acknowledged.put(result.snapshot(), next);
      ContentId unchanged =
          repository
              .backUp(
                  TestDisk.dense(next),
                  TestRepository.facts().after(result.snapshot()),
                  WorkListener.NONE)
              .snapshot();
      acknowledged.put(unchanged, next);
      assertThat(repository.generation(unchanged).tree())
          .isEqualTo(repository.generation(result.snapshot()).tree());
      ContentId gone = ContentId.of(new byte[3]);
      BackupResult whole =
          repository.backUp(
              TestDisk.dense(next),
              TestRepository.facts().after(gone).changedOnly((position, length) -> false),
              WorkListener.NONE);
      assertThat(whole.remark()).isPresent();
      acknowledged.put(whole.snapshot(), next);
      judge(repository);
    }
  }
}
