package org.strongroom.server.imagebackup;

import java.io.IOException;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.imagebackup.record.BackupRow.OvaPlace;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.transfer.Verification;

/** Brings OVAs onto nodes for jobs: room, place, proof, and taking it all back. */
final class NodeOvas {
  private final ReadyStorages storages;
  private final Reservations reservations;
  private final Garbage garbage;

  NodeOvas(ReadyStorages storages, Reservations reservations, Garbage garbage) {
    this.storages = storages;
    this.reservations = reservations;
    this.garbage = garbage;
  }

  /**
   * Makes sure that nobody's file lies where the OVA will be, such as one that a deregistered node
   * has kept: from here on what lies there is the job's.
   *
   * @throws ApiException SYS.1011 if one does
   */
  void claim(Job job) throws StorageException, InterruptedException {
    NodeOva ova = new NodeOva(job);
    OvaPlace place = ova.place();
    ReadyStorages.Ready node = storages.await(place.storageUuid(), Purpose.GO_ON, job);
    if (node.driver().stat(place.path()).isPresent()) {
      throw ApiException.conflict(
          "%s has a file %s already; discover it, or take another name or resourceUuid"
              .formatted(node.storage().label(), place.path()));
    }
    ova.isMine();
  }

  /** The node, ready to be written to, without what an earlier run of the step left. */
  ReadyStorages.Ready cleared(Job job) throws StorageException, InterruptedException {
    OvaPlace place = new NodeOva(job).place();
    ReadyStorages.Ready node = storages.await(place.storageUuid(), Purpose.GO_ON, job);
    node.driver().abandonEarlier(place.path(), job.lease().writeId());
    return node;
  }

  private static void remove(ReadyStorages.Ready node, OvaPlace place, Job job)
      throws StorageException {
    node.driver().abandonEarlier(place.path(), job.lease().writeId());
    node.driver().delete(place.path());
  }

  /** Hashes the OVA where it lies. */
  void verify(Job job) throws IOException, InterruptedException {
    NodeOva ova = new NodeOva(job);
    ReadyStorages.Ready node = storages.await(ova.place().storageUuid(), Purpose.GO_ON, job);
    Verification.verify(
        node.driver(),
        ova.place().path(),
        ova.sha256(),
        done -> job.progress().advance(done, ova.length()));
  }

  /** Removes what came of it; nothing there is success. */
  void undo(Job job) throws StorageException {
    NodeOva ova = new NodeOva(job);
    if (!ova.mayLieThere()) {
      return;
    }
    try {
      remove(storages.any(ova.place().storageUuid(), job), ova.place(), job);
      ova.removed();
    } catch (ApiException e) {
      ova.removed(); // the node is gone, and what lies there is not ours any more
    }
  }

  /** Accounts for the OVA, in the transaction that ends the job well. */
  void keep(Job job, Transaction transaction) {
    NodeOva ova = new NodeOva(job);
    reservations.release(job.uuid(), ova.place().storageUuid(), transaction);
    reservations.use(ova.place().storageUuid(), ova.length(), transaction);
  }

  /** Gives the room back, in the transaction that ends the job badly. */
  void drop(Job job, Transaction transaction) {
    NodeOva ova = new NodeOva(job);
    reservations.releaseAll(job.uuid(), transaction);
    if (!ova.hasPlace()) {
      return;
    }
    String storage = ova.place().storageUuid();
    if (!ova.wasWritten() || StorageRows.find(storage, transaction.sql()).isEmpty()) {
      return;
    }
    if (ova.mayLieThere()) {
      reservations.use(storage, ova.mayRemain(), transaction);
      garbage.add(
          storage, ova.place().path(), ova.mayRemain(), "unfinished image backup", transaction);
    }
    // A server may carry out what it was asked for before the connection was cut, after all was
    // taken back over another one: these are looked for once more.
    for (String writeId : job.lease().writeIds()) {
      garbage.add(storage, temporary(ova, writeId), 0, "unfinished image backup", transaction);
    }
  }

  private static StoragePath temporary(NodeOva ova, String writeId) {
    return ova.place().path().parent().resolve(TemporaryName.of(writeId));
  }
}
