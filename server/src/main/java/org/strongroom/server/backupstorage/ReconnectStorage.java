package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.TypeCheck;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;

/**
 * Connects a storage anew because somebody asked for it: through Connecting, as every reconnect.
 * Automatic reconnects get all their attempts back.
 */
final class ReconnectStorage<Q extends Request<InventoryReply<BackupStorageInventory>>>
    implements JobDefinition<Q, InventoryReply<BackupStorageInventory>> {
  private final Class<Q> operation;
  private final Function<Q, String> uuid;
  private final Optional<StorageType> type;
  private final StorageParts parts;

  /**
   * A kind of reconnect.
   *
   * @param type the only type that the operation serves; empty if it serves all
   */
  ReconnectStorage(
      Class<Q> operation,
      Function<Q, String> uuid,
      Optional<StorageType> type,
      StorageParts parts) {
    this.operation = operation;
    this.uuid = uuid;
    this.type = type;
    this.parts = parts;
  }

  @Override
  public Class<Q> operation() {
    return operation;
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.require(uuid.apply(request), transaction.sql());
    type.ifPresent(only -> TypeCheck.require(storage, only, operation));
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
    return new Start(storage.uuid(), Map.of());
  }

  @Override
  public List<Step<Q>> steps() {
    return List.of(Step.of("connect", this::connect));
  }

  private void connect(Q request, Job job) {
    try {
      parts.connector().connect(job.resourceUuid(), "asked to reconnect", job.call(), job.lease());
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public InventoryReply<BackupStorageInventory> complete(
      Q request, Job job, Transaction transaction) {
    return parts.reply(job.resourceUuid(), transaction);
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .filter(storage -> storage.status() == StorageStatus.CONNECTING)
        .ifPresent(storage ->
            parts
                .status()
                .change(
                    storage.uuid(),
                    StorageStatus.DISCONNECTED,
                    error.details(),
                    job.call(),
                    transaction));
  }

  @Override
  public ApiError failure(Q request, ApiError cause) {
    if (type.filter(StorageType.SFTP::equals).isEmpty()) {
      return cause;
    }
    return cause.within(
        ErrorCode.CANNOT_RECONNECT_SFTP,
        "backup storage %s could not be reconnected: %s"
            .formatted(uuid.apply(request), cause.details()));
  }
}
