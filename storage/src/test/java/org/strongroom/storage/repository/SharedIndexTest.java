package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.SharedIndexes;
import org.strongroom.storage.repository.work.WorkListener;

/** Works at the same time on one repository have its index once. */
class SharedIndexTest {
  private static final Duration SOON = Duration.ofMillis(20);

  @TempDir private Path directory;

  /** Counts the index files that are read, and holds one up if it is told to. */
  private static final class IndexReads extends ForwardingDriver {
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn;

    IndexReads(StorageDriver driver, int held) {
      super(driver);
      goOn = new CountDownLatch(held);
    }

    @Override
    public InputStream read(StoragePath path, long offset) throws StorageException {
      if (path.parent().name().equals("index")) {
        count.incrementAndGet();
        reached.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
        }
      }
      return super.read(path, offset);
    }
  }

  private static Repository open(TestRepository test, StorageDriver through, SharedIndexes indexes)
      throws IOException {
    return Repository.open(
        through,
        TestRepository.DIRECTORY,
        TestRepository.PASSWORD,
        test.options().sharing(indexes, "storage"));
  }

  @Test
  void manyWorksHoldOneAndReadItsFilesOnce() throws Exception {
    var test = new TestRepository(directory);
    byte[] bytes = TestDisk.random(1, 5 << 20);
    ContentId id;
    try (Repository writer = test.create()) {
      id = TestRepository.backUp(writer, bytes);
      TestRepository.backUp(writer, TestDisk.random(2, 3 << 20));
    }
    var indexes = new SharedIndexes(1000, 1000, SOON);
    var reads = new IndexReads(test.driver, 0);
    List<Repository> works = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Repository work = open(test, reads, indexes);
      works.add(work);
      assertThat(TestRepository.read(work, id)).isEqualTo(bytes);
    }
    assertThat(reads.count).hasValue(test.files("index").size());
    assertThat(indexes.blobs()).isEqualTo(10); // eight blocks, two trees

    byte[] others = TestDisk.random(3, 1 << 20);
    ContentId third = TestRepository.backUp(works.getFirst(), others);
    assertThat(TestRepository.read(works.getLast(), third)).isEqualTo(others);
    assertThat(indexes.blobs()).isEqualTo(12);

    works.get(7).forget(id);
    works.get(7).prune(new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE), WorkListener.NONE);
    works.get(7).prune(new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE), WorkListener.NONE);
    assertThat(TestRepository.read(works.get(3), third)).isEqualTo(others);
    byte[] again = TestRepository.read(works.get(5), TestRepository.backUp(works.get(4), bytes));
    assertThat(again).as("nothing is taken for known that went").isEqualTo(bytes);
    works.forEach(Repository::close);
    test.restic.check();
  }

  @Test
  void whatNobodyUsesGoesAndWhatDoesNotFitIsRefused() throws Exception {
    var test = new TestRepository(directory);
    List<ContentId> generations = new ArrayList<>();
    try (Repository writer = test.create()) {
      for (int i = 0; i < 4; i++) {
        generations.add(TestRepository.backUp(writer, TestDisk.random(i, 2 << 20)));
      }
    }
    var indexes = new SharedIndexes(1000, 5, SOON);
    try (Repository work = open(test, test.driver, indexes)) {
      work.backUp(
          TestDisk.sparse(TestDisk.random(9, 1000)), TestRepository.facts(), WorkListener.NONE);
      assertThat(indexes.blobs()).isGreaterThan(5);
    }
    assertThat(indexes.blobs()).isZero();

    try (Repository work = open(test, test.driver, new SharedIndexes(5, 5, SOON))) {
      assertThatThrownBy(() -> TestRepository.backUp(work, TestDisk.random(8, 1000)))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContaining("there is memory for 5");
      List<String> refusals = new ArrayList<>();
      for (ContentId generation : generations) {
        try {
          TestRepository.read(work, generation);
        } catch (RepositoryException e) {
          refusals.add(e.getMessage());
        }
      }
      assertThat(refusals)
          .as("nothing is taken for damaged")
          .isNotEmpty()
          .allMatch(said -> said.contains("there is memory for 5"));
      assertThat(work.locks()).isEmpty();
    }
  }

  /** On a line that is slow or dead, say; who waits reads by himself then. */
  @Test
  void whoDoesNotComeToAnEndHoldsNobodyUp() throws Exception {
    var test = new TestRepository(directory);
    byte[] bytes = TestDisk.random(1, 2 << 20);
    ContentId id;
    try (Repository writer = test.create()) {
      id = TestRepository.backUp(writer, bytes);
    }
    var indexes = new SharedIndexes(1000, 1000, SOON);
    var held = new IndexReads(test.driver, 1);
    try (var thread = Executors.newVirtualThreadPerTaskExecutor();
        Repository slow = open(test, held, indexes);
        Repository other = open(test, test.driver, indexes)) {
      Future<byte[]> late = thread.submit(() -> TestRepository.read(slow, id));
      held.reached.await();
      assertThat(TestRepository.read(other, id)).isEqualTo(bytes);
      assertThat(late).isNotDone();
      held.goOn.countDown();
      assertThat(late.get()).isEqualTo(bytes);
    }
  }
}
