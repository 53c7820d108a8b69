package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
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

/** What every kind of storage has to be good for. */
public final class RepositoryOnStorage {
  private static final StoragePath DIRECTORY = StoragePath.of("a cloud/repository");
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);

  private RepositoryOnStorage() {}

  /** Keeps generations there, reads, verifies, forgets and cleans up. */
  public static void isKept(StorageDriver driver) throws Exception {
    var options =
        new RepositoryOptions(
            LockRules.of("node", Clock.systemUTC()), new KeyCost(16, 8, 1), 1 << 20);
    byte[] image = TestDisk.random(1, 3 << 20);
    byte[] next = image.clone();
    Arrays.fill(next, 5, 10, (byte) 0);
    assertThat(Repository.exists(driver, DIRECTORY)).isFalse();
    ContentId first;
    try (Repository repository = Repository.create(driver, DIRECTORY, "secret", options)) {
      first = TestRepository.backUp(repository, image);
    }
    assertThatThrownBy(() -> Repository.create(driver, DIRECTORY, "other", options))
        .isInstanceOf(RepositoryException.class);
    try (Repository repository = Repository.open(driver, DIRECTORY, "secret", options)) {
      ContentId second = TestRepository.backUp(repository, next);
      assertThat(TestRepository.read(repository, first)).isEqualTo(image);
      byte[] restored = new byte[next.length];
      repository.restore(
          second,
          (position, bytes, offset, length) ->
              System.arraycopy(bytes, offset, restored, (int) position, length),
          WorkListener.NONE);
      assertThat(restored).isEqualTo(next);
      assertThat(repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE).isGood()).isTrue();
      repository.forget(first);
      assertThat(repository.prune(AT_ONCE, WorkListener.NONE).condemnedPacks()).isPositive();
      assertThat(repository.prune(AT_ONCE, WorkListener.NONE).deletedPacks()).isPositive();
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
      assertThat(TestRepository.read(repository, second)).isEqualTo(next);
      assertThat(repository.generations()).hasSize(1);
      assertThat(repository.locks()).isEmpty();
    }
    var files = new RepositoryFiles(driver, DIRECTORY);
    for (FileKind kind : FileKind.values()) {
      assertThat(files.unfinished(kind)).isEmpty();
      assertThat(files.list(kind).values())
          .allMatch(entry -> entry.kind() == StorageEntry.Kind.FILE);
    }
  }
}
