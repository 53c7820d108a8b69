package org.strongroom.server.copy;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.FileState.Place;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.transfer.TransferListener;

/**
 * The life of one file that a job brings onto a storage, whose digest is learnt as it is written:
 * room is reserved, the place claimed, the bytes written and proved, and all of it kept; or it is
 * undone, and what cannot be is left to garbage collection.
 */
public final class FileLife {
  private final ReadyStorages storages;
  private final Reservations reservations;
  private final Leftovers leftovers;
  private final String kind;

  /**
   * @param kind what an unfinished file is called where it is collected as garbage
   */
  public FileLife(ReadyStorages storages, Reservations reservations, Garbage garbage, String kind) {
    this.storages = storages;
    this.reservations = reservations;
    this.leftovers = new Leftovers(reservations, garbage);
    this.kind = kind;
  }

  /**
   * What was written.
   *
   * @param sha256 in lower-case hexadecimal
   */
  public record Written(long length, String sha256) {}

  /** Gives the bytes. */
  public interface Content {
    /**
     * Writes all of them, without committing.
     *
     * @param storage where they go
     * @return what they were; empty if they proved wrong and are to be written once more
     */
    Optional<Written> writeTo(AtomicWrite write, ReadyStorages.Ready storage)
        throws IOException, InterruptedException;
  }

  /**
   * Makes sure that nobody's file lies where this one will be, such as one that a deregistered node
   * has kept: from here on what lies there is the job's.
   *
   * @throws ApiException SYS.1011 if one does
   */
  public void claim(Job job) throws StorageException, InterruptedException {
    FileState file = new FileState(job);
    Place place = file.place();
    ReadyStorages.Ready storage = storages.await(place.storageUuid(), Purpose.GO_ON, job);
    if (storage.driver().stat(place.path()).isPresent()) {
      throw ApiException.conflict(
          "%s has a file %s already; discover it, or take another name or resourceUuid"
              .formatted(storage.storage().label(), place.path()));
    }
    file.isMine();
  }

  /**
   * Writes the file into its place, durably. What an earlier run of the step left goes first.
   *
   * @param length bytes that will come
   */
  public void write(Job job, long length, Content content)
      throws IOException, InterruptedException {
    while (!isWritten(job, length, content)) {
      job.checkStopped();
    }
  }

  private boolean isWritten(Job job, long length, Content content)
      throws IOException, InterruptedException {
    FileState file = new FileState(job);
    Place place = file.place();
    String writeId = job.lease().writeId();
    ReadyStorages.Ready storage = storages.await(place.storageUuid(), Purpose.GO_ON, job);
    storage.driver().abandonEarlier(place.path(), writeId);
    try (AtomicWrite write = storage.driver().create(place.path(), writeId, length)) {
      Optional<Written> written = content.writeTo(write, storage);
      if (written.isEmpty()) {
        return false;
      }
      job.checkStopped();
      // remembered first: were the commit's end not to be seen, something may lie there
      file.arrived(written.get());
      write.commit();
      if (write.isProved()) {
        file.proved();
      }
      return true;
    }
  }

  /** Tells the progress of the job, and stops with it. */
  public static TransferListener progress(Job job, long total) {
    return new TransferListener() {
      @Override
      public void progress(long bytes) {
        job.checkStopped();
        job.progress().advance(bytes, total);
      }
    };
  }

  /** Hashes the file where it lies, unless its storage has compared the bytes as they came. */
  public void verify(Job job) throws IOException, InterruptedException {
    FileState file = new FileState(job);
    ReadyStorages.Ready storage = storages.await(file.place().storageUuid(), Purpose.GO_ON, job);
    new CopyTarget(storage.storage(), storage.driver(), file.place().path())
        .verify(
            file.length(),
            file.sha256(),
            file.isProved(),
            done -> job.progress().advance(done, file.length()));
  }

  /** Removes what came of it; nothing there is success. */
  public void undo(Job job) throws StorageException {
    FileState file = new FileState(job);
    if (!file.mayLieThere()) {
      return;
    }
    Place place = file.place();
    try {
      ReadyStorages.Ready storage = storages.any(place.storageUuid(), job);
      storage.driver().abandonEarlier(place.path(), job.lease().writeId());
      storage.driver().delete(place.path());
      file.removed();
    } catch (ApiException e) {
      file.removed(); // the storage is gone, and what lies there is not ours any more
    }
  }

  /** Accounts for the file, in the transaction that ends the job well. */
  public void keep(Job job, Transaction transaction) {
    FileState file = new FileState(job);
    String storage = file.place().storageUuid();
    reservations.release(job.uuid(), storage, transaction);
    reservations.use(storage, file.length(), transaction);
  }

  /** Gives the room back, in the transaction that ends the job badly. */
  public void drop(Job job, Transaction transaction) {
    FileState file = new FileState(job);
    reservations.releaseAll(job.uuid(), transaction);
    if (!file.hasPlace()) {
      return;
    }
    Place place = file.place();
    String storage = place.storageUuid();
    if (!file.wasWritten()) {
      return;
    }
    if (file.mayLieThere()) {
      leftovers.leave(storage, place.path(), file.mayRemain(), kind, transaction);
    }
    // A server may carry out what it was asked for before the connection was cut, after all was
    // taken back over another one: these are looked for once more.
    for (String writeId : job.lease().writeIds()) {
      StoragePath temporary = place.path().parent().resolve(TemporaryName.of(writeId));
      leftovers.leave(storage, temporary, 0, kind, transaction);
    }
  }
}
