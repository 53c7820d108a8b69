package org.strongroom.storage.repository.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.TestDisk;
import org.strongroom.storage.repository.TestRepository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.work.WorkListener;

class RestoreTest {
  private static final int MIB = TestDisk.MIB;

  @TempDir Path directory;
  private TestRepository fixture;

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  /** Remembers what it was given. */
  private static class Target implements RestoreTarget {
    final byte[] bytes;
    long written;
    long zeros;

    Target(byte[] before) {
      this.bytes = before;
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      System.arraycopy(source, offset, bytes, (int) position, length);
      written += length;
    }

    @Override
    public void zeros(long position, long length) {
      Arrays.fill(bytes, (int) position, (int) (position + length), (byte) 0);
      zeros += length;
    }
  }

  @Test
  void aGenerationIsWrittenWithoutItsZeros() throws Exception {
    byte[] image = TestDisk.image(1, 12 * MIB + 77);
    Arrays.fill(image, 2 * MIB, 7 * MIB, (byte) 0);
    System.arraycopy(image, 0, image, 9 * MIB, MIB); // twice the same block
    var target = new Target(TestDisk.random(2, image.length));
    try (Repository repository = fixture.create()) {
      repository.restore(TestRepository.backUp(repository, image), target, WorkListener.NONE);
      assertThat(repository.locks()).isEmpty();
    }
    assertThat(target.bytes).isEqualTo(image);
    assertThat(target.zeros).isGreaterThanOrEqualTo(5L * MIB);
    assertThat(target.written + target.zeros).isEqualTo(image.length);
  }

  @Test
  void whatTheTargetHasIsNeitherReadNorWritten() throws Exception {
    byte[] image = TestDisk.random(3, 6 * MIB);
    byte[] before = image.clone();
    before[3 * MIB + 5]++;
    var target =
        new Target(before) {
          @Override
          public boolean holds(long position, int length, ContentId id) {
            return ContentId.of(bytes, (int) position, length).equals(id);
          }
        };
    try (Repository repository = fixture.create()) {
      repository.restore(TestRepository.backUp(repository, image), target, WorkListener.NONE);
    }
    assertThat(target.bytes).isEqualTo(image);
    assertThat(target.written).isEqualTo(MIB);
  }

  @Test
  void aGenerationIsWrittenFromTheFirstByteToTheLast() throws Exception {
    byte[] image = TestDisk.image(6, 14 * MIB + 77);
    Arrays.fill(image, 3 * MIB, 6 * MIB, (byte) 0);
    System.arraycopy(image, MIB, image, 2 * MIB, MIB); // twice the same block
    byte[] later = image.clone();
    System.arraycopy(TestDisk.random(7, MIB), 0, later, 9 * MIB, MIB);
    var target = new InOrder(later.length);
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, image);
      ContentId id = TestRepository.backUp(repository, later);
      repository.restore(id, target, WorkListener.NONE);
      assertThat(target.bytes).isEqualTo(later);
      assertThat(target.end).isEqualTo(later.length);
      assertThat(repository.locks()).isEmpty();
    }
  }

  private static final class InOrder extends Target {
    long end;

    InOrder(int length) {
      super(new byte[length]);
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
      assertThat(position).isEqualTo(end);
      super.write(position, source, offset, length);
      end += length;
    }

    @Override
    public void zeros(long position, long length) {
      assertThat(position).isEqualTo(end);
      super.zeros(position, length);
      end += length;
    }
  }

  @Test
  void aDamagedBlockFailsARestoreAfterEverythingElseWasWritten() throws Exception {
    byte[] image = TestDisk.random(4, 6 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId id = TestRepository.backUp(repository, image);
      Path pack =
          fixture.files("data").stream()
              .filter(file -> file.toFile().length() > MIB)
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[1000]++;
      Files.setPosixFilePermissions(
          pack, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      Files.write(pack, bytes);
      var target = new Target(new byte[image.length]);
      assertThatThrownBy(() -> repository.restore(id, target, WorkListener.NONE))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("1 blocks are damaged");
      assertThat(target.written).isEqualTo(5L * MIB);
      assertThatThrownBy(() -> TestRepository.read(repository, id))
          .isInstanceOf(RepositoryException.class);
    }
  }

  @Test
  void aFailingTargetAndAnInterruptEndARestore() throws Exception {
    byte[] image = TestDisk.random(5, 4 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId id = TestRepository.backUp(repository, image);
      RestoreTarget full =
          (position, bytes, offset, length) -> {
            throw new IOException("no space");
          };
      assertThatThrownBy(() -> repository.restore(id, full, WorkListener.NONE))
          .hasMessage("no space");
      var interrupting =
          new WorkListener() {
            @Override
            public void progress(long done, long total) {
              Thread.currentThread().interrupt();
            }
          };
      var target = new Target(new byte[image.length]);
      assertThatThrownBy(() -> repository.restore(id, target, interrupting))
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(
              () -> repository.backUp(TestDisk.dense(image), TestRepository.facts(), interrupting))
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      fixture.open().removeOwnLocks();
      assertThat(repository.generations()).hasSize(1);
    }
  }
}
