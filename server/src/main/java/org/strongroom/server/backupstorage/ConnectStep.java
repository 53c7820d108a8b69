package org.strongroom.server.backupstorage;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.access.Facts;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.marker.DirectoryClaim.Consent;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/** Connects to a storage for the first time and makes the directory the storage's own. */
public final class ConnectStep<Q> implements Step<Q> {
  private static final String OWNER_BEFORE = "ownerBefore";

  private final StorageParts parts;
  private final Function<Job, String> storages;
  private final Function<Q, Expected> expectations;
  private final BiConsumer<StorageFacts, Job> notes;

  /**
   * @param storages the uuid of the storage that a job adds
   * @param expectations what a request says of the place
   */
  public ConnectStep(
      StorageParts parts, Function<Job, String> storages, Function<Q, Expected> expectations) {
    this(parts, storages, expectations, (facts, job) -> {});
  }

  /**
   * As above.
   *
   * @param notes what a job is to remember of the facts besides
   */
  public ConnectStep(
      StorageParts parts,
      Function<Job, String> storages,
      Function<Q, Expected> expectations,
      BiConsumer<StorageFacts, Job> notes) {
    this.parts = parts;
    this.storages = storages;
    this.expectations = expectations;
    this.notes = notes;
  }

  /**
   * What may be found there.
   *
   * @param host whose key it is to show; what the storage's row says if empty
   */
  public record Expected(Optional<KnownHost> host, Consent consent) {
    public Expected(KnownHost host, Consent consent) {
      this(Optional.of(host), consent);
    }
  }

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public void run(Q request, Job job) throws Exception {
    StorageRow storage =
        parts.database().read(sql -> StorageRows.require(storages.apply(job), sql));
    Expected expected = expectations.apply(request);
    StorageAccess known = parts.accesses().of(storage);
    StorageDriver driver =
        parts.factory().make(expected.host().map(known::expecting).orElse(known));
    boolean adopted = false;
    try {
      StorageFacts facts = PatientConnect.connect(job.lease().fence(driver));
      parts
          .claim()
          .check(driver, storage, expected.consent())
          .filter(marker -> !marker.storageUuid().equals(storage.uuid()))
          .ifPresent(marker -> job.remember(OWNER_BEFORE, marker.text()));
      notes.accept(facts, job);
      StorageRow seen = settle(storage, facts, job);
      parts.drivers().adopt(seen, driver);
      adopted = true;
      parts.claim().claim(driver, seen, MarkedBy.job(job.lease()));
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
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
  public void undo(Q request, Job job) throws Exception {
    Optional<StorageRow> storage =
        parts.database().read(sql -> StorageRows.find(storages.apply(job), sql));
    // before facts are written nothing was written on the storage
    if (storage.isPresent() && storage.get().rootPath() != null) {
      StorageDriver driver = parts.drivers().of(storage.get());
      parts
          .claim()
          .release(driver, storage.get(), job.recall(OWNER_BEFORE), MarkedBy.job(job.lease()));
    }
  }
}
