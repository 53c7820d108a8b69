package org.strongroom.server.backupnode;

import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.access.Facts;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.marker.DirectoryClaim;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Makes a node's directory and marks it as its own. What an earlier registration of this catalog
 * left there is taken over; what another server has there only if the caller says so.
 */
final class LayOutStep implements Step<RegisterBackupNode> {
  /** The short name that the server gives itself; nothing if it cannot be asked. */
  static final String HOST_NAME = "hostName";

  private static final String OWNER_BEFORE = "ownerBefore";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final StorageParts parts;

  LayOutStep(StorageParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "lay out";
  }

  @Override
  public void run(RegisterBackupNode request, Job job) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
    StorageDriver driver = parts.factory().make(parts.accesses().of(storage));
    boolean adopted = false;
    try {
      StorageFacts facts = PatientConnect.connect(job.lease().fence(driver));
      parts
          .claim()
          .check(driver, storage, DirectoryClaim.Consent.of(true, request.takeOver()))
          .filter(marker -> !marker.storageUuid().equals(storage.uuid()))
          .ifPresent(marker -> job.remember(OWNER_BEFORE, marker.text()));
      facts
          .hostName()
          .filter(NAME.asMatchPredicate())
          .ifPresent(name -> job.remember(HOST_NAME, name));
      StorageRow seen = settle(storage, facts, job);
      parts.drivers().adopt(seen, driver);
      adopted = true;
      parts.claim().claim(driver, seen, MarkedBy.job(job.lease()));
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
    } catch (ApiException e) {
      // the directory is another storage's
      throw e.is(ErrorCode.OPERATION_FAILED) ? ApiException.conflict(e.error().details()) : e;
    } finally {
      if (!adopted) {
        driver.close();
      }
    }
  }

  private StorageRow settle(StorageRow storage, StorageFacts facts, Job job) {
    return job.lease()
        .write(transaction -> {
          parts.neighbours().takeTurn(transaction);
          parts.neighbours().check(Neighbours.Place.of(storage).seen(facts), transaction);
          Facts.write(storage.uuid(), facts, transaction);
          return StorageRows.require(storage.uuid(), transaction.sql());
        });
  }

  @Override
  public void undo(RegisterBackupNode request, Job job) throws StorageException {
    Optional<StorageRow> storage =
        parts.database().read(sql -> StorageRows.find(job.resourceUuid(), sql));
    // before facts are written nothing was written into the directory
    if (storage.isPresent() && storage.get().rootPath() != null) {
      parts
          .claim()
          .release(
              parts.drivers().of(storage.get()),
              storage.get(),
              job.recall(OWNER_BEFORE),
              MarkedBy.job(job.lease()));
    }
  }
}
