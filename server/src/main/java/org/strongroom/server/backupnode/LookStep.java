package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Looks at a server that is to be a node, without changing anything there: finds out its home and
 * which directories will have to be made, and pins its host key in the catalog, where only one
 * registration of a machine can.
 */
final class LookStep implements Step<RegisterBackupNode> {
  /** The outermost directory that is to be made. */
  static final String MADE = "made";

  private final StorageParts parts;
  private final NodeDirectory directory;
  private final ServerData serverData;

  public LookStep(StorageParts parts, NodeDirectory directory, ServerData serverData) {
    this.parts = parts;
    this.directory = directory;
    this.serverData = serverData;
  }

  @Override
  public String name() {
    return "look";
  }

  @Override
  public void run(RegisterBackupNode request, Job job) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
    StorageAccess access = parts.accesses().of(storage);
    if (storage.hostKey() == null) {
      access = access.expecting(RegisterNode.ssh(request).knownHost());
    }
    try (StorageDriver server = ServerDirectories.driver(parts, storage, access)) {
      StorageFacts facts = PatientConnect.facts(server);
      String url = directory.under(facts.home().orElse("/"));
      serverData.checkApart(request.accessIp(), url);
      Optional<String> missing = new ServerDirectories(server).firstMissing(url);
      pin(storage, url, StorageAccesses.text(facts.hostKey().orElseThrow()), job);
      // from now on this registration is the machine's only one: what is made is made by it
      missing.ifPresent(outermost -> job.remember(MADE, outermost));
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
    }
  }

  private void pin(StorageRow storage, String url, String hostKey, Job job) {
    job.lease()
        .write(transaction -> {
          parts.neighbours().takeTurn(transaction);
          NodeUniqueness.checkHostKey(storage.uuid(), hostKey, job.call().caller(), transaction);
          return transaction
              .sql()
              .update(BACKUP_STORAGE)
              .set(BACKUP_STORAGE.URL, url)
              .set(BACKUP_STORAGE.HOST_KEY, hostKey)
              .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
              .execute();
        });
  }

  @Override
  public void undo(RegisterBackupNode request, Job job) throws StorageException {
    Optional<String> made = job.recall(MADE);
    Optional<StorageRow> storage =
        parts.database().read(sql -> StorageRows.find(job.resourceUuid(), sql));
    if (made.isEmpty() || storage.isEmpty()) {
      return;
    }
    StorageAccess access = parts.accesses().of(storage.get());
    try (StorageDriver server = ServerDirectories.driver(parts, storage.get(), access)) {
      new ServerDirectories(job.lease().fence(server)).removeEmpty(storage.get().url(), made.get());
    }
  }
}
