package org.strongroom.storage.repository.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.fault.FaultInjectingDriver;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.repository.GenerationDisk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.TestDisk;
import org.strongroom.storage.repository.TestRepository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.work.WorkListener;

class PruneTest {
  private static final int MIB = TestDisk.MIB;
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);

  @TempDir Path directory;
  private TestRepository fixture;

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  private static PruneResult prune(Repository repository, PruneOptions options) throws Exception {
    return repository.prune(options, WorkListener.NONE);
  }

  @Test
  void packsThatNothingUsesLeaveTheIndexFirstAndTheStorageADayLater() throws Exception {
    byte[] kept = TestDisk.random(1, 4 * MIB);
    byte[] forgotten = TestDisk.random(2, 4 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId one = TestRepository.backUp(repository, kept);
      ContentId two = TestRepository.backUp(repository, forgotten);
      assertThat(prune(repository, PruneOptions.USUAL).condemnedPacks()).isZero();
      int packs = fixture.files("data").size();
      repository.forget(two);
      assertThat(repository.usage(WorkListener.NONE).reclaimableBytes()).isGreaterThan(4L * MIB);
      PruneResult first = prune(repository, PruneOptions.USUAL);
      assertThat(first.condemnedPacks()).isEqualTo(3);
      assertThat(first.deletedPacks()).isZero();
      assertThat(fixture.files("data")).hasSize(packs);
      // A new backup does not stand on what is condemned.
      ContentId three = TestRepository.backUp(repository, forgotten);
      assertThat(fixture.files("data").size()).isGreaterThan(packs);
      assertThat(prune(repository, PruneOptions.USUAL).deletedPacks()).isZero();
      assertThat(prune(repository, AT_ONCE).deletedPacks()).isEqualTo(3);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, one)).isEqualTo(kept);
      assertThat(TestRepository.read(repository, three)).isEqualTo(forgotten);
      assertThat(repository.locks()).isEmpty();
      assertThat(fixture.files("strongroom")).isEmpty();
    }
  }

  @Test
  void packsThatAreHardlyUsedAreMovedTogether() throws Exception {
    byte[] image = TestDisk.random(3, 8 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId one = TestRepository.backUp(repository, image);
      byte[] other = TestDisk.random(4, 8 * MIB);
      System.arraycopy(image, MIB, other, MIB, MIB);
      System.arraycopy(image, 5 * MIB, other, 5 * MIB, MIB);
      ContentId two = TestRepository.backUp(repository, other);
      repository.forget(one);
      try (GenerationDisk open = repository.disk(two)) {
        PruneResult result = prune(repository, AT_ONCE);
        assertThat(result.movedBytes()).isBetween(2L * MIB, 2L * MIB + 1000);
        prune(repository, AT_ONCE);
        assertThat(TestRepository.read(open)).isEqualTo(other);
      }
      fixture.restic.check();
      RepositoryUsage usage = repository.usage(WorkListener.NONE);
      assertThat(usage.reclaimableBytes()).isLessThan(100_000);
      assertThat(TestRepository.read(repository, two)).isEqualTo(other);
    }
  }

  @Test
  void whatSeveralGenerationsStandOnIsTold() throws Exception {
    byte[] image = TestDisk.random(11, 4 * MIB);
    byte[] other = image.clone();
    System.arraycopy(TestDisk.random(12, MIB), 0, other, 0, MIB);
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, image);
      assertThat(repository.usage(WorkListener.NONE).sharedBytes()).isZero();
      ContentId two = TestRepository.backUp(repository, other);
      RepositoryUsage usage = repository.usage(WorkListener.NONE);
      assertThat(usage.sharedBytes()).isBetween(3L * MIB, 3L * MIB + 1000);
      assertThat(usage.uniqueBytes()).isBetween(2L * MIB, 2L * MIB + 10_000);
      TestRepository.backUp(repository, other); // nothing changed: the same tree
      assertThat(repository.usage(WorkListener.NONE).sharedBytes()).isGreaterThan(4L * MIB);
      repository.forget(two);
    }
  }

  /** Not even a lock can be written; others fill the disk again afterwards. */
  @Test
  void aFullDiskLosesWhatIsDeadFirst() throws Exception {
    byte[] image = TestDisk.random(13, 4 * MIB);
    AtomicBoolean full = new AtomicBoolean();
    AtomicInteger deleted = new AtomicInteger();
    Faults faults = new Faults();
    faults.before(
        StorageOperation.CREATE,
        () -> {
          if (full.get() && deleted.get() == 0) {
            throw new StorageException(Reason.NO_SPACE, "the disk is full");
          }
        });
    faults.before(StorageOperation.DELETE, deleted::incrementAndGet);
    fixture.create().close();
    try (Repository repository = fixture.open(new FaultInjectingDriver(fixture.driver, faults))) {
      ContentId one = TestRepository.backUp(repository, image);
      ContentId two = TestRepository.backUp(repository, TestDisk.random(14, 4 * MIB));
      repository.forget(two);
      prune(repository, PruneOptions.USUAL);
      full.set(true);
      deleted.set(0);
      assertThatThrownBy(() -> prune(repository, PruneOptions.USUAL)).hasMessageContaining("full");
      fixture.clock.advance(Duration.ofHours(26));
      PruneResult result =
          prune(repository, new PruneOptions(0.8, Duration.ofHours(24), Long.MAX_VALUE));
      assertThat(result.deletedBytes()).isGreaterThan(4L * MIB);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, one)).isEqualTo(image);
    }
  }

  @Test
  void whatIsHardlyUsedStaysWhereThereIsNoRoomToMoveIt() throws Exception {
    byte[] image = TestDisk.random(15, 4 * MIB);
    byte[] other = TestDisk.random(16, 4 * MIB);
    System.arraycopy(image, MIB, other, MIB, MIB);
    AtomicBoolean full = new AtomicBoolean();
    fixture.create().close();
    try (Repository repository = fixture.open(new NoRoomForPacks(fixture.driver, full))) {
      ContentId one = TestRepository.backUp(repository, image);
      ContentId two = TestRepository.backUp(repository, other);
      repository.forget(one);
      full.set(true);
      PruneResult result = prune(repository, AT_ONCE);
      assertThat(result.condemnedBytes()).isGreaterThan(2L * MIB);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, two)).isEqualTo(other);
      full.set(false);
      assertThat(prune(repository, AT_ONCE).movedBytes()).isGreaterThan(0);
      fixture.restic.check();
    }
  }

  private static final class NoRoomForPacks extends ForwardingDriver {
    private final AtomicBoolean full;

    NoRoomForPacks(StorageDriver driver, AtomicBoolean full) {
      super(driver);
      this.full = full;
    }

    @Override
    public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
        throws StorageException {
      if (full.get() && path.toString().contains("/data/")) {
        throw new StorageException(Reason.NO_SPACE, "no room");
      }
      return super.create(path, writeId, expectedLength);
    }
  }

  @Test
  void manySmallPacksAreMovedTogether() throws Exception {
    try (Repository repository = fixture.create()) {
      byte[] image = TestDisk.random(5, 2 * MIB);
      for (int i = 0; i < 12; i++) {
        image[i * 1000]++;
        TestRepository.backUp(repository, java.util.Arrays.copyOf(image, 200_000));
      }
      int before = fixture.files("data").size();
      prune(repository, AT_ONCE);
      prune(repository, AT_ONCE);
      assertThat(fixture.files("data").size()).isLessThan(before / 2);
      fixture.restic.check();
    }
  }

  @Test
  void whatABrokenOffBackupLeftIsCleanedUp() throws Exception {
    try (Repository repository = fixture.create()) {
      byte[] image = TestDisk.random(6, 3 * MIB);
      ContentId one = TestRepository.backUp(repository, image);
      TestRepository.backUp(repository, TestDisk.random(7, 3 * MIB));
      for (Path index : fixture.files("index").subList(0, 1)) {
        Files.delete(index);
      }
      Files.writeString(
          fixture.path().resolve("data/.0123456789abcdef0123456789abcdef.part"), "left");
      Files.createDirectories(fixture.path().resolve("data/00"));
      Files.writeString(
          fixture.path().resolve("data/00/.0123456789abcdef0123456789abcdef.part"), "left");
      assertThatThrownBy(() -> prune(repository, AT_ONCE))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("nothing is cleaned up");
      fixture.restic.run("rebuild-index");
      for (Path snapshot : fixture.files("snapshots")) {
        if (!snapshot.endsWith(one.hex())) {
          Files.delete(snapshot);
        }
      }
      prune(repository, AT_ONCE);
      prune(repository, AT_ONCE);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, one)).isEqualTo(image);
      assertThat(
              Files.exists(
                  fixture.path().resolve("data/00/.0123456789abcdef0123456789abcdef.part")))
          .isFalse();
    }
  }

  /** Whoever is about to take a lock holds none, so a lock that is half written may be his. */
  @Test
  void aLockThatIsHalfWrittenIsLeftForADay() throws Exception {
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, TestDisk.random(6, MIB));
      Path half = fixture.path().resolve("locks/.0123456789abcdef0123456789abcdef.part");
      Files.writeString(half, "left");

      prune(repository, AT_ONCE);
      assertThat(half).exists();

      Files.setLastModifiedTime(half, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      prune(repository, AT_ONCE);
      assertThat(half).doesNotExist();
    }
  }

  /** As a program does that takes no locks and knows the index from before. */
  @Test
  void aCondemnedPackThatAGenerationStandsOnIsTakenBack() throws Exception {
    byte[] image = TestDisk.random(8, 3 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId one = TestRepository.backUp(repository, image);
      Path snapshot = fixture.files("snapshots").getFirst();
      byte[] bytes = Files.readAllBytes(snapshot);
      repository.forget(one);
      assertThat(prune(repository, PruneOptions.USUAL).condemnedPacks()).isPositive();
      Files.write(snapshot, bytes);
      prune(repository, AT_ONCE);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, one)).isEqualTo(image);
    }
  }

  @Test
  void aDamagedSnapshotStopsCleaningUp() throws Exception {
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, TestDisk.random(9, MIB));
      ContentId two = TestRepository.backUp(repository, TestDisk.random(10, MIB));
      repository.forget(two);
      Path snapshot = fixture.files("snapshots").getFirst();
      Files.write(snapshot, new byte[] {1, 2, 3});
      int packs = fixture.files("data").size();
      assertThatThrownBy(() -> prune(repository, AT_ONCE)).isInstanceOf(RepositoryException.class);
      assertThat(fixture.files("data")).hasSize(packs);
      assertThat(fixture.files("strongroom")).isEmpty();
      assertThat(repository.locks()).isEmpty();
    }
  }

  /** Its snapshot is seen, or is not; its blobs are no damage in any case. */
  @ParameterizedTest
  @ValueSource(strings = {"/snapshots", "/index"})
  void aBackupThatEndsMeanwhileIsNoDamage(String listed) throws Exception {
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, TestDisk.random(1, MIB));
    }
    var made = new ArrayList<ContentId>();
    var between =
        new ForwardingDriver(fixture.driver) {
          @Override
          public List<StorageEntry> list(StoragePath path) throws StorageException {
            if (path.toString().endsWith(listed) && made.size() < 2) {
              made.add(backedUpByAnother(made.size()));
            }
            return super.list(path);
          }
        };
    try (Repository repository = fixture.open(between)) {
      assertThat(repository.usage(WorkListener.NONE).packs()).isPositive();
      prune(repository, AT_ONCE);
      assertThat(made).hasSize(2);
      for (int i = 0; i < made.size(); i++) {
        assertThat(TestRepository.read(repository, made.get(i)))
            .isEqualTo(TestDisk.random(50 + i, MIB));
      }
    }
    fixture.restic.check();
  }

  private ContentId backedUpByAnother(int seed) throws StorageException {
    try (Repository another = fixture.open()) {
      return TestRepository.backUp(another, TestDisk.random(50 + seed, MIB));
    } catch (IOException e) {
      throw new StorageException(StorageException.Reason.FAILED, "no backup", e);
    }
  }

  /** With thousands of them, each read is a round trip or two, some under the exclusive lock. */
  /** For a long run: {@code -Dstrongroom.generations=10000}, in half a gigabyte of memory. */
  @Test
  void eachSnapshotIsReadOnceAndNoneToForgetAnother() throws Exception {
    int many = Integer.getInteger("strongroom.generations", 40);
    fixture.create().close();
    var reads = new AtomicInteger();
    var counting =
        new ForwardingDriver(fixture.driver) {
          @Override
          public InputStream read(StoragePath path, long offset) throws StorageException {
            reads.addAndGet(path.toString().contains("/snapshots/") ? 1 : 0);
            return super.read(path, offset);
          }
        };
    try (Repository repository = fixture.open(counting)) {
      byte[] image = TestDisk.random(1, 1000);
      var made = new ArrayList<ContentId>();
      for (int i = 0; i <= many; i++) {
        image[i % image.length]++;
        made.add(TestRepository.backUp(repository, image));
      }
      reads.set(0);
      repository.forget(made.getFirst());
      assertThat(reads.get()).isZero();
      prune(repository, AT_ONCE);
      assertThat(reads.get()).isEqualTo(many);
      reads.set(0);
      long asked = System.nanoTime();
      assertThat(repository.generations()).hasSize(many);
      assertThat(reads.get()).isEqualTo(many);
      System.out.printf("listed in %d ms%n", (System.nanoTime() - asked) / 1_000_000);
    }
  }
}
