package org.strongroom.server.image.copying;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.strongroom.server.caller.Call;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** Proves copies where they lie, and records what is found. */
public final class CopyVerification {
  private final CopyDamage damage;

  public CopyVerification(CopyDamage damage) {
    this.damage = damage;
  }

  /**
   * Proves a copy.
   *
   * @param expected its bytes
   * @throws StorageException if it could not be read for a reason that lies in the storage: nothing
   *     is known of it then
   */
  public void prove(
      ImageCopy copy, long expected, StorageDriver driver, Call call, LongConsumer progress)
      throws StorageException {
    try {
      look(copy, expected, driver, call, progress);
    } catch (StorageException e) {
      if (e.reason() != Reason.FAILED) {
        settle(copy, e, call);
        return;
      }
      again(copy, expected, driver, call, progress);
    }
  }

  /** What fails twice, on a storage that answers, is the file's failure: a bad sector. */
  private void again(
      ImageCopy copy, long expected, StorageDriver driver, Call call, LongConsumer progress)
      throws StorageException {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(Reason.FAILED, "interrupted");
    }
    try {
      look(copy, expected, driver, call, progress);
    } catch (StorageException e) {
      boolean interrupted = Thread.currentThread().isInterrupted();
      if (interrupted
          || e.reason() != Reason.FAILED
          || !damage.found(copy, "its file cannot be read: " + e.getMessage(), call)) {
        settle(copy, e, call);
      }
    }
  }

  private void settle(ImageCopy copy, StorageException e, Call call) throws StorageException {
    if (!damage.suspect(copy, e, call)) {
      throw e;
    }
  }

  private void look(
      ImageCopy copy, long expected, StorageDriver driver, Call call, LongConsumer progress)
      throws StorageException {
    StoragePath file = copy.place().file();
    StorageEntry entry =
        driver
            .stat(file)
            .orElseThrow(
                () -> new StorageException(Reason.NOT_FOUND, copy.installPath() + " is missing"));
    if (entry.kind() != StorageEntry.Kind.FILE) {
      throw new StorageException(Reason.WRONG_TYPE, copy.installPath() + " is not a file");
    }
    if (entry.size() != expected) {
      String how = "it has %d of %d bytes".formatted(entry.size(), expected);
      require(damage.found(copy, how, call), copy, how);
      return;
    }
    Optional<String> sha256 = copy.sha256();
    String found = driver.digest(file, DigestAlgorithm.SHA256, progress);
    if (sha256.isEmpty() || sha256.get().equalsIgnoreCase(found)) {
      damage.proved(copy, call);
    } else {
      String how = CopyDamage.mismatch(sha256.get(), found);
      require(damage.found(copy, how, call), copy, how);
    }
  }

  /** What was read of a storage that is away meanwhile, or of bytes replaced, tells nothing. */
  private static void require(boolean recorded, ImageCopy copy, String how)
      throws StorageException {
    if (!recorded) {
      throw new StorageException(
          Reason.UNREACHABLE,
          "the copy on '%s' changed while it was read, or its storage was away: %s"
              .formatted(copy.storageName(), how));
    }
  }
}
