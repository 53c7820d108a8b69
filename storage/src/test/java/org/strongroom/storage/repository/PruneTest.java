package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;

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
}
