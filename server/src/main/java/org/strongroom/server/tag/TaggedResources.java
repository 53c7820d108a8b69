package org.strongroom.server.tag;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.StorageScope;
import org.strongroom.server.catalog.Transaction;

/** The kinds of resources that can have tags, and who may put them there. */
final class TaggedResources {
  private static final Map<ResourceType, Found> KINDS =
      Map.ofEntries(
          Map.entry(ResourceType.BACKUP_STORAGE, new Found(BACKUP_STORAGE, BACKUP_STORAGE.UUID)),
          Map.entry(ResourceType.ZONE, new Found(ZONE, ZONE.UUID)),
          Map.entry(ResourceType.IMAGE, new Found(IMAGE, IMAGE.UUID)),
          Map.entry(ResourceType.VOLUME_SNAPSHOT, new Found(VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.UUID)),
          Map.entry(ResourceType.VOLUME, new Found(VOLUME, VOLUME.UUID)),
          Map.entry(ResourceType.ACCOUNT, new Found(ACCOUNT, ACCOUNT.UUID)),
          Map.entry(ResourceType.PROJECT, new Found(PROJECT, PROJECT.UUID)),
          Map.entry(ResourceType.IMAGE_BACKUP, new Found(IMAGE_BACKUP, IMAGE_BACKUP.UUID)),
          Map.entry(ResourceType.BUCKET, new Found(BUCKET, BUCKET.UUID)),
          Map.entry(
              ResourceType.NOTIFICATION_TARGET,
              new Found(NOTIFICATION_TARGET, NOTIFICATION_TARGET.UUID)),
          Map.entry(ResourceType.SCHEDULE, new Found(SCHEDULE, SCHEDULE.UUID)));

  /**
   * The kind of this name.
   *
   * @throws ApiException SYS.1007 that lists the kinds
   */
  ResourceType type(String entityName) {
    return ResourceType.ofEntityName(entityName)
        .filter(KINDS::containsKey)
        .orElseThrow(() ->
            ApiException.invalid(
                "resourceType '%s' is not one of %s"
                    .formatted(
                        entityName,
                        KINDS.keySet().stream()
                            .map(ResourceType::entityName)
                            .sorted()
                            .collect(Collectors.joining(", ")))));
  }

  /**
   * Makes sure that the resource is there and within the caller's reach.
   *
   * @throws ApiException SYS.1003, or ID.1002
   */
  void check(ResourceType type, String uuid, Caller caller, Transaction transaction) {
    Found kind = java.util.Objects.requireNonNull(KINDS.get(type));
    if (!transaction.sql().fetchExists(kind.table(), kind.uuid().eq(uuid))
        || (type == ResourceType.BACKUP_STORAGE
            && !StorageScope.isSeen(caller, uuid, transaction.sql()))) {
      throw ApiException.notFound(type, uuid);
    }
    if (!caller.administrator() && !owned(type, uuid, caller, transaction)) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' does not own the %s %s".formatted(caller.accountName(), type.noun(), uuid));
    }
  }

  private static boolean owned(
      ResourceType type, String uuid, Caller caller, Transaction transaction) {
    return type == ResourceType.IMAGE
        && transaction
            .sql()
            .fetchExists(IMAGE, IMAGE.UUID.eq(uuid), IMAGE.ACCOUNT_UUID.eq(caller.accountUuid()));
  }

  private record Found(Table<Record> table, TableField<Record, String> uuid) {}
}
