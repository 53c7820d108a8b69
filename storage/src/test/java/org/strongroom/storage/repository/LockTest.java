package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.lock.Locks.Found;
import org.strongroom.storage.repository.work.WorkListener;

/** Locks, between ours and stock restic, and when somebody takes ours away. */
class LockTest {
  private static final int MIB = TestDisk.MIB;

  @TempDir Path directory;
  private TestRepository fixture;

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  /** Does not wait, and remembers for whom. */
  private static final class Impatient implements WorkListener {
    final List<String> holders = new ArrayList<>();

    @Override
    public void waitsFor(String holder) throws IOException {
      holders.add(holder);
      throw new IOException("waits no longer");
    }
  }

  @Test
  void resticDoesNotPruneWhileABackupRuns() throws Exception {
    try (Repository repository = fixture.create()) {
      TestDisk disk =
          TestDisk.dense(TestDisk.random(1, 3 * MIB))
              .atEnd(() -> {
                assertThat(fixture.restic.call("prune").status()).isNotZero();
                assertThat(fixture.restic.call("unlock").status()).isZero();
                assertThat(fixture.files("locks")).hasSize(1);
              });
      repository.backUp(disk, TestRepository.facts(), WorkListener.NONE);
      assertThat(repository.locks()).isEmpty();
      fixture.restic.run("prune");
    }
  }

  /** An administrator's {@code restic unlock --remove-all}, and a prune after it. */
  @Test
  void aBackupWhoseLockAndPacksWereRemovedFailsAndTheNextOneIsWhole() throws Exception {
    byte[] image = TestDisk.random(2, 7 * MIB);
    try (Repository repository = fixture.create()) {
      TestDisk disk =
          TestDisk.dense(image)
              .atEnd(() -> {
                fixture.restic.run("unlock", "--remove-all");
                fixture.restic.run("prune");
              });
      assertThatThrownBy(() -> repository.backUp(disk, TestRepository.facts(), WorkListener.NONE))
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> assertThat(e.reason()).isEqualTo(RepositoryException.Reason.LOCK_LOST));
      assertThat(repository.generations()).isEmpty();
      fixture.restic.check();
      ContentId id = TestRepository.backUp(repository, image);
      fixture.restic.check();
      assertThat(TestRepository.read(repository, id)).isEqualTo(image);
      assertThat(repository.locks()).isEmpty();
    }
  }

  @Test
  void aBackupWhoseLockAloneWasRemovedLooksAndGoesOn() throws Exception {
    byte[] image = TestDisk.random(3, 3 * MIB);
    try (Repository repository = fixture.create()) {
      TestDisk disk =
          TestDisk.dense(image).atEnd(() -> fixture.restic.run("unlock", "--remove-all"));
      ContentId id = repository.backUp(disk, TestRepository.facts(), WorkListener.NONE).snapshot();
      fixture.restic.check();
      assertThat(TestRepository.read(repository, id)).isEqualTo(image);
      assertThat(repository.locks()).isEmpty();
    }
  }

  @Test
  void aBackupThatWasPausedLongerThanItsLockCountsLooksAgain() throws Exception {
    byte[] old = TestDisk.random(4, 3 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId first = TestRepository.backUp(repository, old);
      TestDisk disk =
          TestDisk.dense(old)
              .atEnd(() -> {
                fixture.clock.advance(Duration.ofMinutes(31));
                try (Repository other = fixture.open()) {
                  other.forget(first);
                }
                fixture.restic.run("unlock", "--remove-all");
                fixture.restic.run("prune");
              });
      assertThatThrownBy(() -> repository.backUp(disk, TestRepository.facts(), WorkListener.NONE))
          .isInstanceOf(RepositoryException.class);
      assertThat(repository.generations()).isEmpty();
      fixture.restic.check();
    }
  }

  @Test
  void cleaningUpWaitsForABackupAndTellsWhose() throws Exception {
    try (Repository repository = fixture.create();
        Repository other =
            Repository.open(
                fixture.driver,
                TestRepository.DIRECTORY,
                TestRepository.PASSWORD,
                fixture.options("two"))) {
      try (Closeable held = repository.lock(WorkListener.NONE)) {
        assertThat(held).isNotNull();
        var impatient = new Impatient();
        assertThatThrownBy(() -> other.prune(PruneOptions.USUAL, impatient))
            .hasMessage("waits no longer");
        assertThat(impatient.holders).singleElement().asString().contains("strongroom-one");
        assertThat(other.locks()).hasSize(1);
        try (Closeable beside = other.lock(WorkListener.NONE)) {
          assertThat(beside).isNotNull();
          assertThat(other.locks()).hasSize(2);
        }
      }
      other.prune(PruneOptions.USUAL, WorkListener.NONE);
    }
  }

  @Test
  void staleLocksOfOursGoAndThoseOfOthersStay() throws Exception {
    try (Repository repository = fixture.create()) {
      var unclosed = repository.lock(WorkListener.NONE);
      assertThat(unclosed).isNotNull();
      age(Duration.ofMinutes(20));
      assertThatThrownBy(() -> repository.prune(PruneOptions.USUAL, new Impatient()))
          .hasMessage("waits no longer");
      age(Duration.ofMinutes(31));
      repository.prune(PruneOptions.USUAL, new Impatient());
      assertThat(repository.locks()).isEmpty();
      foreignLock(repository);
      age(Duration.ofHours(31));
      var impatient = new Impatient();
      assertThatThrownBy(() -> repository.prune(PruneOptions.USUAL, impatient))
          .hasMessage("waits no longer");
      Found foreign = repository.locks().getFirst();
      assertThat(foreign.lock().isOurs()).isFalse();
      assertThat(impatient.holders).containsExactly(foreign.lock().describe());
      repository.removeOwnLocks();
      assertThat(repository.locks()).hasSize(1);
      repository.removeLock(foreign.id());
      repository.prune(PruneOptions.USUAL, new Impatient());
    }
  }

  /** By the storage's own clock, so that nodes whose clocks differ do not take each other's. */
  private void age(Duration age) throws IOException {
    for (Path lock : fixture.files("locks")) {
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
    }
  }

  /** That of a restic which was killed. */
  private void foreignLock(Repository repository) throws Exception {
    Process restic =
        process(Restic.PROGRAM, "--no-cache", "-r", fixture.path().toString(), "backup", "--stdin");
    await().atMost(Duration.ofSeconds(60)).until(() -> !repository.locks().isEmpty());
    assertThat(restic.isAlive()).isTrue();
    restic.destroyForcibly().waitFor();
  }

  private static Process process(String... words) throws IOException {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", TestRepository.PASSWORD);
    return builder.start();
  }
}
