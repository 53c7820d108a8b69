package org.strongroom.server.backupstorage.health;

import java.time.Duration;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Connects to servers that refuse or drop a connection now and then, as OpenSSH does when many log
 * in at once ({@code MaxStartups}).
 */
public final class PatientConnect {
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private PatientConnect() {}

  /** As {@link StorageDriver#connect()}. */
  public static StorageFacts connect(StorageDriver driver) throws StorageException {
    return again(driver::connect);
  }

  /** As {@link StorageDriver#reconnect()}. */
  public static StorageFacts reconnect(StorageDriver driver) throws StorageException {
    return again(driver::reconnect);
  }

  /** As {@link StorageDriver#facts()}. */
  public static StorageFacts facts(StorageDriver driver) throws StorageException {
    return again(driver::facts);
  }

  private static StorageFacts again(Attempt attempt) throws StorageException {
    for (int made = 1; ; made++) {
      try {
        return attempt.run();
      } catch (StorageException e) {
        if (e.reason() != Reason.UNREACHABLE || made == ATTEMPTS) {
          throw e;
        }
        pause(made, e);
      }
    }
  }

  private static void pause(int made, StorageException failure) throws StorageException {
    try {
      Thread.sleep(PAUSE.multipliedBy(made));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private interface Attempt {
    StorageFacts run() throws StorageException;
  }
}
