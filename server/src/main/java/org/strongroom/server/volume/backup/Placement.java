package org.strongroom.server.volume.backup;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.RepositoryRoom;

/**
 * Chooses the storage of a backup where none is named: one that has an earlier snapshot of the
 * volume, else that with the most room; of several alike any.
 */
public final class Placement {
  private final StorageRules rules;
  private final RandomGenerator random;

  public Placement(StorageRules rules, RandomGenerator random) {
    this.rules = rules;
    this.random = random;
  }

  /**
   * What a storage is looked for.
   *
   * @param label of it in messages
   * @param volumeUuid the volume whose earlier snapshots count; null for none
   * @param zoneUuid the zone that the storage has to be attached to; null for any
   * @param size bytes of the disk
   * @param except storages that have it already
   */
  public record Need(
      String label,
      @Nullable String volumeUuid,
      @Nullable String zoneUuid,
      long size,
      Set<String> except) {
    public static Need of(VolumeRow volume) {
      return new Need(volume.label(), volume.uuid(), volume.zoneUuid(), volume.size(), Set.of());
    }
  }

  /**
   * The storage for a backup.
   *
   * @throws ApiException BS.1003 that says of each storage why it is none
   */
  public StorageRow choose(Need volume, Transaction transaction) {
    DSLContext sql = transaction.sql();
    List<String> uuids =
        new ArrayList<>(
            sql.select(BACKUP_STORAGE.UUID).from(BACKUP_STORAGE).fetch(BACKUP_STORAGE.UUID));
    Collections.shuffle(uuids, new java.util.Random(random.nextLong()));
    List<String> reasons = new ArrayList<>();
    List<StorageRow> fitting = new ArrayList<>();
    for (String uuid : uuids) {
      StorageRow storage = StorageRows.require(uuid, sql);
      Optional<String> reason = obstacle(storage, volume, sql);
      reason.ifPresentOrElse(
          why -> reasons.add(storage.label() + " " + why), () -> fitting.add(storage));
    }
    return fitting.stream()
        .max(
            Comparator.<StorageRow>comparingInt(s -> hasEarlier(s.uuid(), volume, sql) ? 1 : 0)
                .thenComparingLong(Placement::room))
        .map(best -> rules.require(best.uuid(), Purpose.TRANSFER, transaction))
        .orElseThrow(() -> none(volume, reasons));
  }

  private static ApiException none(Need volume, List<String> reasons) {
    Collections.sort(reasons);
    return new ApiException(
        ErrorCode.CANNOT_ALLOCATE,
        "no backup storage can take a backup of %s: %s"
            .formatted(
                volume.label(), reasons.isEmpty() ? "there is none" : String.join("; ", reasons)));
  }

  private Optional<String> obstacle(StorageRow storage, Need volume, DSLContext sql) {
    if (volume.except().contains(storage.uuid())) {
      return Optional.of("has a copy already");
    }
    try {
      rules.check(storage, Purpose.TRANSFER);
    } catch (ApiException e) {
      String why = String.valueOf(e.getMessage());
      return Optional.of(
          why.startsWith(storage.label()) ? why.substring(storage.label().length() + 1) : why);
    }
    if (volume.zoneUuid() != null && !isAttached(storage.uuid(), volume.zoneUuid(), sql)) {
      return Optional.of("is not attached to the zone " + volume.zoneUuid());
    }
    long needed = hasEarlier(storage.uuid(), volume, sql) ? RepositoryRoom.STEP : volume.size();
    long least = Math.min(needed, volume.size());
    if (room(storage) < least) {
      return Optional.of(
          "has room for %d bytes, and %d may be needed".formatted(room(storage), least));
    }
    return Optional.empty();
  }

  /** By what the catalog accounts for, and by what the file system has free. */
  private static long room(StorageRow storage) {
    return Math.min(storage.availableCapacity(), storage.freeCapacity());
  }

  private static boolean isAttached(String storageUuid, String zoneUuid, DSLContext sql) {
    return sql.fetchExists(
        BACKUP_STORAGE_ZONE,
        BACKUP_STORAGE_ZONE
            .BACKUP_STORAGE_UUID
            .eq(storageUuid)
            .and(BACKUP_STORAGE_ZONE.ZONE_UUID.eq(zoneUuid)));
  }

  private static boolean hasEarlier(String storageUuid, Need volume, DSLContext sql) {
    return sql.fetchExists(
        VOLUME_SNAPSHOT_COPY
            .join(VOLUME_SNAPSHOT)
            .on(VOLUME_SNAPSHOT.UUID.eq(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)),
        VOLUME_SNAPSHOT_COPY
            .BACKUP_STORAGE_UUID
            .eq(storageUuid)
            .and(VOLUME_SNAPSHOT_COPY.STATUS.eq(SnapshotCopy.READY))
            .and(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID.isNotNull())
            .and(VOLUME_SNAPSHOT.VOLUME_UUID.eq(volume.volumeUuid())));
  }
}
