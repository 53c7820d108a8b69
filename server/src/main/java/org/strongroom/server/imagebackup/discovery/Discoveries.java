package org.strongroom.server.imagebackup.discovery;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.imagebackup.discovery.FoundOva.Findings;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.OvaSummary;

/** Brings image backups into line with the OVAs that were found on a node. */
public final class Discoveries {
  private final BackupRows rows;
  private final Reservations reservations;
  private final EventLog events;

  public Discoveries(BackupRows rows, Reservations reservations, EventLog events) {
    this.rows = rows;
    this.reservations = reservations;
    this.events = events;
  }

  /**
   * New OVAs get an image backup, changed ones their new size; those that are gone or broken get
   * status {@code error} and say why. What was changed since the node was read stays as it is.
   *
   * @param before when the node was read, milliseconds since 1970
   * @return the new image backups
   */
  List<String> record(
      String storageUuid,
      String projectUuid,
      Findings findings,
      long before,
      Call call,
      Transaction transaction) {
    reservations.use(storageUuid, 0, transaction); // one at a time on a node
    Map<String, BackupRow> known = known(storageUuid, transaction.sql());
    // read after the rows: what was deleted since the node was read is in one of them, or gone
    Set<String> beingRemoved = beingRemoved(storageUuid, transaction.sql());
    List<String> added = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (FoundOva file : findings.files()) {
      seen.add(file.path());
      BackupRow backup = known.get(file.path());
      if (backup != null) {
        changed(backup, file, before, call, transaction);
      } else if (file.isSound() && !beingRemoved.contains(file.path())) {
        added.add(add(storageUuid, projectUuid, file, call, transaction));
      }
    }
    known.values().stream()
        .filter(backup -> !seen.contains(path(backup)))
        .forEach(backup -> gone(backup, before, call, transaction));
    return added;
  }

  /** Paths of what is about to be removed from a node. */
  static Set<String> beingRemoved(String storageUuid, DSLContext sql) {
    return sql.select(GARBAGE.PATH)
        .from(GARBAGE)
        .where(GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid))
        .fetchSet(GARBAGE.PATH);
  }

  private Map<String, BackupRow> known(String storageUuid, DSLContext sql) {
    Map<String, BackupRow> known = new HashMap<>();
    for (BackupRow backup :
        rows.all(
            IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid).and(IMAGE_BACKUP.PATH.isNotNull()), sql)) {
      known.put(path(backup), backup);
    }
    return known;
  }

  private static String path(BackupRow backup) {
    return backup.ova().map(ova -> ova.path().toString()).orElse("");
  }

  private String add(
      String storageUuid, String projectUuid, FoundOva file, Call call, Transaction transaction) {
    String uuid = Uuid.random();
    OvaSummary ova = java.util.Objects.requireNonNull(file.summary(), "not looked into");
    ResourceUuids.take(ResourceType.IMAGE_BACKUP, uuid, transaction);
    transaction
        .insertInto(IMAGE_BACKUP)
        .set(IMAGE_BACKUP.UUID, uuid)
        .set(IMAGE_BACKUP.PROJECT_UUID, projectUuid)
        .set(IMAGE_BACKUP.NAME, ova.name())
        .set(IMAGE_BACKUP.DESCRIPTION, ova.description().isEmpty() ? null : ova.description())
        .set(IMAGE_BACKUP.STATUS, BackupStatus.AVAILABLE.text())
        .set(
            IMAGE_BACKUP.GROUP_UUID,
            ova.disks().size() > 1 ? ova.systemId().filter(Uuid::isUuid).orElse(null) : null)
        .set(IMAGE_BACKUP.STORAGE_UUID, storageUuid)
        .set(IMAGE_BACKUP.PATH, file.path())
        .set(IMAGE_BACKUP.SIZE, file.size())
        .set(IMAGE_BACKUP.DISK_SIZE, ova.diskBytes())
        .set(IMAGE_BACKUP.DISK_COUNT, ova.disks().size())
        .set(IMAGE_BACKUP.ARCHITECTURE, ova.architecture().orElse(null))
        .set(IMAGE_BACKUP.GUEST_OS_TYPE, ova.guestOsType().orElse(null))
        .set(IMAGE_BACKUP.DISCOVERED, true)
        .set(IMAGE_BACKUP.FAIL_REASON, ova.doubt().orElse(null))
        .set(IMAGE_BACKUP.CREATED, rows.now())
        .set(IMAGE_BACKUP.UPDATED, rows.now())
        .execute();
    reservations.use(storageUuid, file.size(), transaction);
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE_BACKUP, uuid, ova.name(), "Discovered", null, null, file.path()),
        call,
        transaction);
    return uuid;
  }

  private static boolean mayBeJudged(BackupRow backup, long before) {
    return backup.status().settled() && backup.updated() < before;
  }

  private void changed(
      BackupRow backup, FoundOva file, long before, Call call, Transaction transaction) {
    if (!mayBeJudged(backup, before)) {
      return;
    }
    boolean otherSize = backup.size() != file.size();
    if (otherSize) {
      resize(backup, file.size(), transaction);
    }
    if (!file.isSound() && backup.status() == BackupStatus.AVAILABLE) {
      settle(backup, BackupStatus.ERROR, "its OVA is broken: " + file.broken(), call, transaction);
    } else if (file.isSound() && otherSize && backup.status() == BackupStatus.ERROR) {
      settle(backup, BackupStatus.AVAILABLE, null, call, transaction);
    }
    OvaSummary ova = file.summary();
    if (otherSize && ova != null) {
      rows.update(transaction)
          .set(IMAGE_BACKUP.DISK_SIZE, ova.diskBytes())
          .set(IMAGE_BACKUP.DISK_COUNT, ova.disks().size())
          .where(IMAGE_BACKUP.UUID.eq(backup.uuid()))
          .execute();
    }
  }

  private void resize(BackupRow backup, long size, Transaction transaction) {
    rows.update(transaction)
        .set(IMAGE_BACKUP.SIZE, size)
        .setNull(IMAGE_BACKUP.SHA256)
        .where(IMAGE_BACKUP.UUID.eq(backup.uuid()))
        .execute();
    String storage = backup.ova().orElseThrow().storageUuid();
    reservations.use(storage, size - backup.size(), transaction);
  }

  /** One that is in a bucket too is still available there. */
  private void gone(BackupRow backup, long before, Call call, Transaction transaction) {
    boolean said = backup.size() == 0 && backup.status() != BackupStatus.AVAILABLE;
    if (!mayBeJudged(backup, before) || said) {
      return;
    }
    if (backup.object().isPresent()) {
      rows.update(transaction)
          .setNull(IMAGE_BACKUP.STORAGE_UUID)
          .setNull(IMAGE_BACKUP.PATH)
          .where(IMAGE_BACKUP.UUID.eq(backup.uuid()))
          .execute();
      reservations.use(backup.ova().orElseThrow().storageUuid(), -backup.size(), transaction);
      return;
    }
    resize(backup, 0, transaction);
    settle(
        backup,
        BackupStatus.ERROR,
        "its file %s is not on the node any more".formatted(path(backup)),
        call,
        transaction);
  }

  private void settle(
      BackupRow backup,
      BackupStatus status,
      @org.jspecify.annotations.Nullable String reason,
      Call call,
      Transaction transaction) {
    rows.settle(backup.uuid(), status, reason, transaction);
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE_BACKUP,
            backup.uuid(),
            backup.name(),
            "StatusChanged",
            backup.status().text(),
            status.text(),
            reason),
        call,
        transaction);
  }

  /** Takes back a row whose file was gone before it was written. */
  void forget(String uuid, Transaction transaction) {
    Optional<BackupRow> backup = rows.find(uuid, transaction.sql());
    if (backup.isPresent() && backup.get().status() == BackupStatus.AVAILABLE) {
      transaction.sql().deleteFrom(IMAGE_BACKUP).where(IMAGE_BACKUP.UUID.eq(uuid)).execute();
      backup
          .get()
          .ova()
          .ifPresent(ova -> reservations.use(ova.storageUuid(), -backup.get().size(), transaction));
    }
  }

  /** What the caller is told: the sound OVAs that lie there now, and the broken ones. */
  DiscoverBackupNode.Reply reply(String storageUuid, Findings findings, DSLContext sql) {
    Map<String, BackupRow> known = known(storageUuid, sql);
    List<String> uuids = new ArrayList<>();
    List<DiscoverBackupNode.BrokenOva> broken = new ArrayList<>();
    for (FoundOva file : findings.files()) {
      String why = file.broken();
      BackupRow backup = known.get(file.path());
      if (why != null) {
        broken.add(new DiscoverBackupNode.BrokenOva(file.path(), why));
      } else if (backup != null) {
        uuids.add(backup.uuid());
      }
    }
    return new DiscoverBackupNode.Reply(uuids.size(), uuids, broken);
  }
}
