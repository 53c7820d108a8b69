package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;

import java.time.InstantSource;
import java.util.Optional;
import org.jooq.Condition;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.storage.repository.file.RepositoryException;

/** Keeps what is found out about copies of volume snapshots, and tells it once. */
public final class CopyFindings {
  private static final int MOST_CHARACTERS = 2000;

  private final Database database;
  private final EventLog events;
  private final InstantSource clock;

  public CopyFindings(Database database, EventLog events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /** Whether a failure lies in what the repository holds, not in how it is reached. */
  public static boolean isDamage(RepositoryException e) {
    return switch (e.reason()) {
      case DAMAGED, MISSING, NO_REPOSITORY, UNSUPPORTED -> true;
      case EXISTS, WRONG_PASSWORD, LOCKED, LOCK_LOST -> false;
    };
  }

  /** All of it has proved right. */
  public void proved(SnapshotCopy copy, Call call) {
    database.write(transaction -> {
      long now = clock.millis();
      transaction
          .sql()
          .update(VOLUME_SNAPSHOT_COPY)
          .set(VOLUME_SNAPSHOT_COPY.LAST_VERIFIED, now)
          .set(VOLUME_SNAPSHOT_COPY.CHECKED, now)
          .where(row(copy))
          .execute();
      return settle(copy, SnapshotCopy.READY, Optional.empty(), call, transaction);
    });
  }

  /** Something of it is damaged or missing. */
  public void damaged(SnapshotCopy copy, String how, Call call) {
    String told = ShortText.cut(how, MOST_CHARACTERS);
    database.write(transaction -> {
      transaction
          .sql()
          .update(VOLUME_SNAPSHOT_COPY)
          .set(VOLUME_SNAPSHOT_COPY.CHECKED, clock.millis())
          .where(row(copy))
          .execute();
      return settle(copy, SnapshotCopy.DAMAGED, Optional.of(told), call, transaction);
    });
  }

  /** Of the bytes that were read, whatever lies there by now. */
  private static Condition row(SnapshotCopy copy) {
    return SnapshotCopy.row(copy.snapshotUuid(), copy.storageUuid())
        .and(VOLUME_SNAPSHOT_COPY.STATUS.ne(SnapshotCopy.CREATING))
        .and(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID.eq(copy.generation().map(id -> id.hex()).orElse("")));
  }

  private boolean settle(
      SnapshotCopy copy,
      String status,
      Optional<String> damage,
      Call call,
      Transaction transaction) {
    int changed =
        transaction
            .sql()
            .update(VOLUME_SNAPSHOT_COPY)
            .set(VOLUME_SNAPSHOT_COPY.STATUS, status)
            .set(VOLUME_SNAPSHOT_COPY.DAMAGE, damage.orElse(null))
            .where(row(copy))
            .and(VOLUME_SNAPSHOT_COPY.STATUS.ne(status))
            .execute();
    if (changed == 0) {
      return false;
    }
    String name =
        SnapshotRow.find(copy.snapshotUuid(), transaction.sql()).map(SnapshotRow::name).orElse("");
    boolean worse = damage.isPresent();
    events.write(
        new EventLog.Event(
            ResourceType.VOLUME_SNAPSHOT,
            copy.snapshotUuid(),
            name,
            worse ? "Damaged" : "Healed",
            worse ? SnapshotCopy.READY : SnapshotCopy.DAMAGED,
            status,
            copy.label() + ": " + damage.orElse("its blocks proved right")),
        call,
        transaction);
    return true;
  }
}
