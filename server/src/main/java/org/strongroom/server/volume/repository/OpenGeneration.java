package org.strongroom.server.volume.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.api.ApiException;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * The disk of a copy that is read for hours, perhaps by many: locked against stock restic's prune,
 * with one cache for all.
 */
public final class OpenGeneration implements Closeable {
  private final Repository repository;
  private final Closeable lock;
  private final Disk disk;

  private OpenGeneration(Repository repository, Closeable lock, Disk disk) {
    this.repository = repository;
    this.lock = lock;
    this.disk = disk;
  }

  /**
   * Opens it.
   *
   * @param user names who works with the repository now
   * @throws ApiException SYS.1004 if somebody else holds the repository locked
   */
  public static OpenGeneration of(
      SnapshotCopy copy, Repositories repositories, StorageDriver driver, String user)
      throws IOException {
    Repository repository = repositories.open(copy.storageUuid(), driver, user);
    Closeable lock = () -> {};
    boolean done = false;
    try {
      lock = repository.lock(new NoWaiting(copy));
      Disk disk = CopyDisk.open(copy, repository);
      done = true;
      return new OpenGeneration(repository, lock, disk);
    } finally {
      if (!done) {
        try (repository) {
          lock.close();
        }
      }
    }
  }

  private record NoWaiting(SnapshotCopy copy) implements WorkListener {
    @Override
    public void waitsFor(String holder) {
      throw ApiException.busy(
          "the repository of %s is locked by %s; try again later".formatted(copy.label(), holder));
    }
  }

  /** The same disk for one more reader, whose closing closes nothing. */
  public Disk shared() {
    return new Shared(disk);
  }

  private record Shared(Disk disk) implements Disk {
    @Override
    public long size() {
      return disk.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return disk.read(position, target);
    }

    @Override
    public Run run(long position, long most) throws IOException {
      return disk.run(position, most);
    }

    @Override
    public void check() throws IOException {
      disk.check();
    }

    @Override
    public void close() {
      // It is the export's.
    }
  }

  @Override
  public void close() throws IOException {
    try (repository;
        lock) {
      disk.close();
    }
  }
}
