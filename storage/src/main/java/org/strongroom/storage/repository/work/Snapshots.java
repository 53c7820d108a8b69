package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.SnapshotFile;

/** The snapshots of a repository. */
public record Snapshots(SealedFiles files) {
  private static final int AT_ONCE = 8;

  public Generation read(ContentId id) throws IOException {
    return SnapshotFile.read(id, files.read(FileKind.SNAPSHOT, id));
  }

  public void forEach(Consumer<Generation> each, Consumer<RepositoryException> damaged)
      throws IOException {
    forEach(any -> true, each, damaged);
  }

  /** The same of those whose ids are wanted; others are not read. */
  public void forEach(
      Predicate<ContentId> wanted, Consumer<Generation> each, Consumer<RepositoryException> damaged)
      throws IOException {
    forEach(ids().stream().filter(wanted).toList(), each, damaged);
  }

  /** Those that are there now. */
  public Set<ContentId> ids() throws IOException {
    return files.files().list(FileKind.SNAPSHOT).keySet();
  }

  /**
   * The same of some, as far as they are there still. A few are read at the same time: one after
   * the other, thousands would take a round trip or two each.
   */
  public void forEach(
      Collection<ContentId> some, Consumer<Generation> each, Consumer<RepositoryException> damaged)
      throws IOException {
    var reading = new ArrayDeque<FutureTask<Generation>>();
    try {
      for (ContentId id : some) {
        var task = new FutureTask<>(() -> read(id));
        Thread.ofVirtual().name("snapshot reading").start(task);
        reading.add(task);
        if (reading.size() == AT_ONCE) {
          take(reading.remove(), each, damaged);
        }
      }
      while (!reading.isEmpty()) {
        take(reading.remove(), each, damaged);
      }
    } finally {
      reading.forEach(task -> task.cancel(true));
    }
  }

  private static void take(
      FutureTask<Generation> task, Consumer<Generation> each, Consumer<RepositoryException> damaged)
      throws IOException {
    try {
      each.accept(Processors.result(task));
    } catch (RepositoryException e) {
      if (e.reason() != Reason.MISSING) { // somebody may have forgotten or tagged it just now
        damaged.accept(e);
      }
    } catch (StorageException e) {
      task.cancel(true); // it is this thread that was interrupted, perhaps
      throw e;
    }
  }
}
