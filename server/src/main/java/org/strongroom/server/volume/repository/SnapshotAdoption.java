package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;

import java.time.InstantSource;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.volume.record.NewSnapshot;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotPlace;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.format.ImageFormat;

/** Brings snapshots that a repository tells of into the catalog. */
public final class SnapshotAdoption {
  /** What happened to a snapshot of which a copy was found. */
  public static final String IMPORTED = "Imported";

  private final EventLog events;
  private final InstantSource clock;

  public SnapshotAdoption(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What stands against taking one in; empty if nothing does, or it is there already. */
  public static Optional<String> obstacle(FoundSnapshot found, DSLContext sql) {
    Optional<SnapshotRow> known = SnapshotRow.find(found.uuid(), sql);
    if (known.isEmpty()) {
      return ResourceUuids.isFree(found.uuid(), sql)
          ? Optional.empty()
          : Optional.of("its uuid is that of another resource");
    }
    boolean same = found.host().equals(known.get().repositoryHost());
    return same ? Optional.empty() : Optional.of("the catalog has another snapshot of its uuid");
  }

  /**
   * Takes one in, or another copy of one that is known.
   *
   * @return why it could not be; empty if it is there now
   */
  public Optional<String> add(
      FoundSnapshot found, StorageRow storage, Call call, Transaction transaction) {
    SnapshotRow.lock(found.uuid(), transaction);
    Optional<String> obstacle = obstacle(found, transaction.sql());
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (SnapshotCopy.find(found.uuid(), storage.uuid(), transaction.sql()).isPresent()) {
      return Optional.empty();
    }
    if (SnapshotRow.find(found.uuid(), transaction.sql()).isEmpty()) {
      if (!ResourceUuids.takeIfFree(ResourceType.VOLUME_SNAPSHOT, found.uuid(), transaction)) {
        return Optional.of("its uuid is that of another resource");
      }
      String owner = owner(found, call, transaction);
      insert(found, volume(found, owner, transaction), owner, transaction);
    }
    insertCopy(found, storage, transaction);
    events.write(
        new EventLog.Event(
            ResourceType.VOLUME_SNAPSHOT,
            found.uuid(),
            found.name(),
            IMPORTED,
            null,
            null,
            "found in the repository on " + storage.label()),
        call,
        transaction);
    return Optional.empty();
  }

  /**
   * The account that it belonged to; else the one of that name, because in a new catalog all have
   * other uuids; else that of the caller.
   */
  private static String owner(FoundSnapshot found, Call call, Transaction transaction) {
    var sql = transaction.sql();
    Optional<String> there =
        found.accountUuid().filter(uuid -> transaction.hold(ACCOUNT.UUID, uuid));
    return there
        .or(() ->
            found
                .accountName()
                .flatMap(name ->
                    sql
                        .select(ACCOUNT.UUID)
                        .from(ACCOUNT)
                        .where(ACCOUNT.NAME.eq(name))
                        .fetch(ACCOUNT.UUID)
                        .stream()
                        .filter(uuid -> transaction.hold(ACCOUNT.UUID, uuid))
                        .findFirst()))
        .orElseGet(() -> {
          String caller = call.caller().accountUuid();
          return caller.isEmpty() ? Caller.SYSTEM.accountUuid() : caller;
        });
  }

  /** The volume of a snapshot, which is made known if it is not; empty if it cannot be. */
  private Optional<VolumeRow> volume(FoundSnapshot found, String owner, Transaction transaction) {
    if (found.volume().isEmpty()) {
      return Optional.empty();
    }
    FoundSnapshot.FoundVolume volume = found.volume().get();
    Optional<VolumeRow> known = VolumeRow.find(volume.uuid(), transaction.sql());
    if (known.isPresent()) {
      return known;
    }
    if (!ResourceUuids.takeIfFree(ResourceType.VOLUME, volume.uuid(), transaction)) {
      return Optional.empty();
    }
    long now = clock.millis();
    transaction
        .insertInto(VOLUME)
        .set(VOLUME.UUID, volume.uuid())
        .set(VOLUME.NAME, volume.name())
        .set(VOLUME.TYPE, volume.type())
        .set(VOLUME.FORMAT, ImageFormat.RAW.wireName())
        .set(VOLUME.SIZE, found.size())
        .set(VOLUME.ACTUAL_SIZE, found.size())
        .set(VOLUME.REPOSITORY_HOST, found.host())
        .set(VOLUME.ACCOUNT_UUID, owner)
        .set(VOLUME.STATE, "Enabled")
        .set(VOLUME.STATUS, "NotInstantiated")
        .set(VOLUME.CREATED, now)
        .set(VOLUME.UPDATED, now)
        .execute();
    return VolumeRow.find(volume.uuid(), transaction.sql());
  }

  /** After the one that was made before it. */
  private void insert(
      FoundSnapshot found, Optional<VolumeRow> volume, String owner, Transaction transaction) {
    var sql = transaction.sql();
    String volumeUuid = volume.map(VolumeRow::uuid).orElse(null);
    Optional<SnapshotPlace> place =
        volume.map(v -> SnapshotPlace.at(found.created(), v.uuid(), sql));
    sql.insertInto(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.UUID, found.uuid())
        .set(VOLUME_SNAPSHOT.NAME, found.name())
        .set(VOLUME_SNAPSHOT.DESCRIPTION, found.description())
        .set(VOLUME_SNAPSHOT.TYPE, "Storage")
        .set(VOLUME_SNAPSHOT.VOLUME_UUID, volumeUuid)
        .set(VOLUME_SNAPSHOT.TREE_UUID, place.map(SnapshotPlace::treeUuid).orElse(null))
        .set(VOLUME_SNAPSHOT.PARENT_UUID, place.map(SnapshotPlace::parentUuid).orElse(null))
        .set(VOLUME_SNAPSHOT.VOLUME_TYPE, volume.map(VolumeRow::type).orElse(null))
        .set(VOLUME_SNAPSHOT.FORMAT, ImageFormat.RAW.wireName())
        .set(VOLUME_SNAPSHOT.LATEST, false)
        .set(VOLUME_SNAPSHOT.SIZE, found.size())
        .set(VOLUME_SNAPSHOT.DISTANCE, place.map(SnapshotPlace::distance).orElse(1))
        .set(VOLUME_SNAPSHOT.STATE, "Enabled")
        .set(VOLUME_SNAPSHOT.STATUS, SnapshotRow.READY)
        .set(VOLUME_SNAPSHOT.ACCOUNT_UUID, volume.map(VolumeRow::accountUuid).orElse(owner))
        .set(VOLUME_SNAPSHOT.REPOSITORY_HOST, found.host())
        .set(VOLUME_SNAPSHOT.CREATED, found.created())
        .set(VOLUME_SNAPSHOT.UPDATED, clock.millis())
        .execute();
    if (volumeUuid != null) {
      SnapshotRow.newest(volumeUuid, sql)
          .filter(newest -> !newest.latest())
          .ifPresent(newest -> NewSnapshot.becomesLatest(newest.uuid(), volumeUuid, transaction));
    }
  }

  private static void insertCopy(FoundSnapshot found, StorageRow storage, Transaction transaction) {
    String generation = found.generation().hex();
    transaction
        .sql()
        .insertInto(VOLUME_SNAPSHOT_COPY)
        .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, found.uuid())
        .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(
            VOLUME_SNAPSHOT_COPY.INSTALL_PATH,
            FinishedCopy.path(storage) + "/snapshots/" + generation)
        .set(VOLUME_SNAPSHOT_COPY.SIZE, 0L)
        .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.READY)
        .set(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID, generation)
        .set(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE, found.size())
        .set(VOLUME_SNAPSHOT_COPY.CHECKED, 0L) // nobody has looked at its blocks yet
        .set(VOLUME_SNAPSHOT_COPY.FILE, found.file().orElse(null))
        .set(VOLUME_SNAPSHOT_COPY.FILE_FORMAT, found.format().wireName())
        .execute();
  }
}
