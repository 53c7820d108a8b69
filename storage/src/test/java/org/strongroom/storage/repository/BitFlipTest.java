package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.verify.VerifyResult;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * One bit of a repository is another, in each kind of file and each part of it: that is found, and
 * told by the file's name, and what comes out is right or nothing.
 */
class BitFlipTest {
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);

  @TempDir Path directory;
  private final byte[] image = TestDisk.random(1, 2 * TestDisk.MIB);
  private TestRepository fixture;
  private ContentId generation;

  @BeforeEach
  void backUp() throws IOException {
    fixture = new TestRepository(directory);
    try (Repository repository = fixture.create()) {
      generation = TestRepository.backUp(repository, image);
    }
  }

  /**
   * @param at from the beginning, or from the end if it is negative
   */
  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= 0x10;
    Files.write(file, bytes);
  }

  private Path pack(String blobs) throws IOException {
    List<Path> bySize =
        fixture.files("data").stream()
            .sorted(Comparator.comparingLong(file -> file.toFile().length()))
            .toList();
    return blobs.equals("trees") ? bySize.getFirst() : bySize.getLast();
  }

  /** The nonce, the content and the tag of a blob; a header's content and tag; its length. */
  @ParameterizedTest
  @CsvSource({
    "data, 3", "data, 500000", "data, -70", "data, -10", "data, -4", "data, -1",
    "trees, 3", "trees, 100", "trees, -60", "trees, -10", "trees, -4", "trees, -1"
  })
  void ofAPack(String blobs, int at) throws Exception {
    Path pack = pack(blobs);
    flip(pack, at);
    try (Repository repository = fixture.open()) {
      for (VerifyDepth depth : VerifyDepth.values()) {
        VerifyResult result = repository.verify(depth, VerifyListener.NONE);
        assertThat(result.badPacks().keySet())
            .extracting(ContentId::hex)
            .containsExactly(pack.getFileName().toString());
      }
      rightOrNothing(repository);
    }
  }

  private void rightOrNothing(Repository repository) throws IOException {
    try {
      assertThat(TestRepository.read(repository, generation)).isEqualTo(image);
      byte[] restored = new byte[image.length];
      repository.restore(
          generation,
          (position, bytes, offset, length) ->
              System.arraycopy(bytes, offset, restored, (int) position, length),
          WorkListener.NONE);
      assertThat(restored).isEqualTo(image);
    } catch (RepositoryException e) {
      assertThat(e.reason()).isEqualTo(RepositoryException.Reason.DAMAGED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "index, 3",
    "index, 60",
    "index, -1",
    "snapshots, 3",
    "snapshots, 60",
    "snapshots, -1"
  })
  void ofAnIndexOrASnapshot(String kind, int at) throws Exception {
    Path file = fixture.files(kind).getFirst();
    flip(file, at);
    try (Repository repository = fixture.open()) {
      assertThat(repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE).badFiles())
          .anyMatch(told -> told.contains(file.getFileName().toString()));
      assertThatThrownBy(() -> TestRepository.read(repository, generation))
          .isInstanceOf(RepositoryException.class);
      assertThatThrownBy(() -> repository.prune(AT_ONCE, WorkListener.NONE))
          .isInstanceOf(RepositoryException.class);
      assertThat(fixture.files("data")).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60, -1})
  void ofTheConfig(int at) throws Exception {
    flip(fixture.path().resolve("config"), at);
    assertThatThrownBy(fixture::open)
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("config");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60, -1})
  void ofTheKey(int at) throws Exception {
    Path key = fixture.files("keys").getFirst();
    flip(key, at);
    assertThatThrownBy(fixture::open)
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining(key.getFileName().toString().substring(0, 8));
  }

  /** It may be that of a clean-up of somebody else, which would delete what is written now. */
  @ParameterizedTest
  @ValueSource(ints = {3, 60, -1})
  void ofALockIsWaitedForAsLongAsALockCounts(int at) throws Exception {
    try (Repository repository = fixture.open()) {
      Path lock;
      byte[] bytes;
      try (var _ = repository.lock(WorkListener.NONE)) {
        lock = fixture.files("locks").getFirst();
        bytes = Files.readAllBytes(lock);
      }
      Files.write(lock, bytes);
      flip(lock, at);
      for (int work = 0; work < 2; work++) {
        boolean backup = work == 0;
        assertThatThrownBy(
                () -> {
                  if (backup) {
                    repository.backUp(
                        TestDisk.dense(image), TestRepository.facts(), new Impatient());
                  } else {
                    repository.prune(AT_ONCE, new Impatient());
                  }
                })
            .hasMessageContaining(lock.getFileName().toString());
      }
      var old = Files.getLastModifiedTime(lock).toInstant().minus(Duration.ofMinutes(31));
      Files.setLastModifiedTime(lock, java.nio.file.attribute.FileTime.from(old));
      repository.prune(AT_ONCE, new Impatient());
      assertThat(Arrays.equals(TestRepository.read(repository, generation), image)).isTrue();
    }
  }

  private static final class Impatient implements WorkListener {
    @Override
    public void waitsFor(String holder) throws IOException {
      throw new IOException("waits for " + holder);
    }
  }

  @Test
  void withoutOneAllIsGood() throws Exception {
    try (Repository repository = fixture.open()) {
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
      assertThat(TestRepository.read(repository, generation)).isEqualTo(image);
    }
  }
}
