package org.strongroom.server.volume.repository;

import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/**
 * The writes of one run of a job into a repository, named so that a later run can remove what is
 * unfinished of earlier ones: a rename of theirs that hangs somewhere then finds nothing any more.
 */
public class RunsWrites extends ForwardingDriver {
  private static final int OF_A_RUN = 1_000_000;

  private final StorageDriver driver;
  private final Job job;
  private final int run;
  private final AtomicInteger writes = new AtomicInteger();

  public RunsWrites(StorageDriver driver, Job job) {
    super(driver);
    this.driver = driver;
    this.job = job;
    this.run = job.lease().writeIds().size() % 1000;
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    int number = run * OF_A_RUN + writes.getAndIncrement() % OF_A_RUN;
    return driver.create(path, job.uuid() + "-" + number, expectedLength);
  }

  /** Whether there were earlier runs. */
  public boolean isAgain() {
    return run > 1;
  }

  /** Removes what earlier runs have left unfinished below a directory. */
  public void removeUnfinished(StoragePath directory) throws StorageException {
    removeUpTo(job.uuid() + "-" + (run * OF_A_RUN - 1), directory);
  }

  /** The same, and what this run has left. */
  public void removeAllUnfinished(StoragePath directory) throws StorageException {
    removeUpTo(job.uuid() + "-" + ((run + 1) * OF_A_RUN - 1), directory);
  }

  private void removeUpTo(String last, StoragePath directory) throws StorageException {
    try {
      for (StorageEntry entry : driver.list(directory)) {
        if (entry.kind() == StorageEntry.Kind.DIRECTORY) {
          removeUpTo(last, entry.path());
        } else if (TemporaryName.isUpTo(entry.path().name(), last)) {
          driver.delete(entry.path());
        }
      }
    } catch (StorageException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }
}
