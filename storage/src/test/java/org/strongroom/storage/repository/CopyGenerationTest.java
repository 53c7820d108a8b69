package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.work.WorkListener;

/** Generations are copied into other repositories, block by block, and stock restic agrees. */
class CopyGenerationTest {
  private static final int MIB = TestDisk.MIB;

  @TempDir private Path directory;
  private TestRepository here;
  private TestRepository there;

  @BeforeEach
  void setUp() throws Exception {
    here = new TestRepository(Files.createDirectory(directory.resolve("here")));
    there = new TestRepository(Files.createDirectory(directory.resolve("there")));
  }

  private static BackupResult copy(
      Repository from, ContentId generation, Repository to, boolean replaces) throws Exception {
    return to.copy(
        new StoredDisk(from, generation, Optional.empty()),
        TestRepository.facts(),
        replaces,
        WorkListener.NONE);
  }

  private static void damage(Path pack) throws Exception {
    byte[] bytes = Files.readAllBytes(pack);
    bytes[1000]++;
    pack.toFile().setWritable(true);
    Files.write(pack, bytes);
  }

  private static Path largest(TestRepository repository) throws Exception {
    return repository.files("data").stream()
        .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
        .orElseThrow();
  }

  @Test
  void onlyWhatIsMissingIsReadAndSent() throws Exception {
    byte[] first = TestDisk.image(1, 5 * MIB);
    byte[] second = first.clone();
    System.arraycopy(TestDisk.random(2, MIB), 0, second, 2 * MIB, MIB);
    try (Repository from = here.create();
        Repository to = there.create()) {
      ContentId one = TestRepository.backUp(from, first);
      ContentId two = TestRepository.backUp(from, second);
      ContentId copied = copy(from, one, to, false).snapshot();
      BackupResult result = copy(from, two, to, false);
      assertThat(result.readBytes()).isEqualTo(MIB);
      assertThat(result.logicalBytes()).isEqualTo(5 * MIB);
      assertThat(TestRepository.read(to, copied)).isEqualTo(first);
      assertThat(TestRepository.read(to, result.snapshot())).isEqualTo(second);
      assertThat(from.locks()).isEmpty();
      assertThat(to.locks()).isEmpty();
      assertThat(there.restic.run("dump", result.snapshot().hex(), "/root-01234567.raw"))
          .isEqualTo(second);
    }
    there.restic.check();
  }

  @Test
  void whatStockResticStoredInItsOwnPiecesIsCopiedToo() throws Exception {
    byte[] image = TestDisk.random(3, 6 * MIB);
    Path file = directory.resolve("disk.img");
    Files.write(file, image);
    here.restic.run("init");
    here.restic.run("backup", file.toString());
    try (Repository from = here.open();
        Repository to = there.create()) {
      ContentId generation = from.generations().getFirst().id();
      ContentId copied = copy(from, generation, to, false).snapshot();
      assertThat(TestRepository.read(to, copied)).isEqualTo(image);
    }
    there.restic.check();
  }

  @Test
  void aDamagedCopyIsReplacedByWhatIsGoodElsewhere() throws Exception {
    byte[] image = TestDisk.random(4, 4 * MIB);
    try (Repository from = here.create();
        Repository to = there.create()) {
      ContentId good = TestRepository.backUp(from, image);
      ContentId bad = copy(from, good, to, false).snapshot();
      damage(largest(there));
      assertThatThrownBy(() -> TestRepository.read(to, bad))
          .isInstanceOf(RepositoryException.class);
      BackupResult result = copy(from, good, to, true);
      assertThat(result.readBytes()).isEqualTo(MIB);
      assertThat(TestRepository.read(to, result.snapshot())).isEqualTo(image);
      assertThat(TestRepository.read(to, bad)).isEqualTo(image);
    }
    there.restic.check();
  }

  @Test
  void whatIsDamagedIsNotCopied() throws Exception {
    try (Repository from = here.create();
        Repository to = there.create()) {
      ContentId hurt = TestRepository.backUp(from, TestDisk.random(5, 4 * MIB));
      damage(largest(here));
      assertThatThrownBy(() -> copy(from, hurt, to, false))
          .isInstanceOfSatisfying(
              RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
      assertThat(to.generations()).isEmpty();
      assertThat(to.locks()).isEmpty();
      assertThat(from.locks()).isEmpty();
    }
    there.restic.check();
  }
}
