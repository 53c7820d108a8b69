package org.strongroom.server.backupstorage.health;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * The one place where the status of a storage changes (Status). Every change is an event with its
 * reason; setting the status that it already has is silent.
 */
public final class StatusChanges {
  private static final Logger log = LoggerFactory.getLogger(StatusChanges.class);
  private static final int CHANGES_OF_A_RETRY = 2;

  private final EventLog events;
  private final InstantSource clock;
  private final List<Consumer<String>> connected = new CopyOnWriteArrayList<>();

  public StatusChanges(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The listener hears the uuid of each storage that became Connected, after the commit. */
  public void onConnected(Consumer<String> listener) {
    connected.add(listener);
  }

  /**
   * Sets the status.
   *
   * @param reason why, for the administrator; null when all is well
   * @return whether it was another before
   * @throws ApiException SYS.1003 if there is no such storage
   */
  public boolean change(
      String storageUuid,
      StorageStatus to,
      @Nullable String reason,
      Call call,
      Transaction transaction) {
    return change(storageUuid, to, reason, null, call, transaction);
  }

  /** As {@link #change}, to Disconnected for a reason whose kind is known. */
  public boolean disconnected(
      String storageUuid, String reason, Reason kind, Call call, Transaction transaction) {
    return change(storageUuid, StorageStatus.DISCONNECTED, reason, kind, call, transaction);
  }

  /**
   * Writes whether a Connected storage can be written to; nothing happens to one that is not
   * Connected.
   *
   * @param unwritable why it cannot
   * @return whether that is news
   */
  boolean writable(
      String storageUuid, Optional<String> unwritable, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(storageUuid, transaction);
    String reason = shortened(unwritable.orElse(null));
    if (storage.status() != StorageStatus.CONNECTED
        || Objects.equals(storage.statusReason(), reason)) {
      return false;
    }
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.STATUS_REASON, reason)
        .set(BACKUP_STORAGE.UPDATED, clock.millis())
        .where(BACKUP_STORAGE.UUID.eq(storageUuid))
        .execute();
    events.write(
        new Event(
            ResourceType.BACKUP_STORAGE,
            storageUuid,
            storage.name(),
            reason == null ? "Writable" : "ReadOnly",
            null,
            null,
            reason),
        call,
        transaction);
    return true;
  }

  private boolean change(
      String storageUuid,
      StorageStatus to,
      @Nullable String reason,
      @Nullable Reason kind,
      Call call,
      Transaction transaction) {
    StorageRow storage = StorageRows.lock(storageUuid, transaction);
    boolean changed = storage.status() != to;
    boolean failedBefore = changed && hasFailed(storageUuid, transaction);
    if (changed || !Objects.equals(storage.statusReason(), shortened(reason))) {
      // a storage that is connected anew is not well yet: how it failed last is still the news
      Field<String> newKind =
          to == StorageStatus.CONNECTING
              ? BACKUP_STORAGE.STATUS_REASON_KIND
              : DSL.val(kind == null ? null : kind.name(), SQLDataType.VARCHAR);
      transaction
          .sql()
          .update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.STATUS, to.text())
          .set(BACKUP_STORAGE.STATUS_REASON, shortened(reason))
          .set(BACKUP_STORAGE.STATUS_REASON_KIND, newKind)
          .set(BACKUP_STORAGE.UPDATED, clock.millis())
          .where(BACKUP_STORAGE.UUID.eq(storageUuid))
          .execute();
    }
    if (changed) {
      Event event =
          new Event(
              ResourceType.BACKUP_STORAGE,
              storageUuid,
              storage.name(),
              "StatusChanged",
              storage.status().text(),
              to.text(),
              reason);
      boolean retry = isRetry(storage.status(), to, call);
      boolean known = retry && failedBefore;
      transaction.afterCommit(() -> tell(storage, to, reason, known));
      if (retry) {
        // a storage that stays away is tried again and again: two events with a count
        events.writeOrCount(event, CHANGES_OF_A_RETRY, call, transaction);
      } else {
        events.write(event, call, transaction);
      }
      if (to == StorageStatus.CONNECTED) {
        transaction.afterCommit(() -> connected.forEach(listener -> listener.accept(storageUuid)));
      }
    }
    return changed;
  }

  /** A line for whoever reads the log: what went away and why, and what is there again. */
  private static void tell(
      StorageRow storage, StorageStatus to, @Nullable String reason, boolean known) {
    if (to == StorageStatus.DISCONNECTED && !known) {
      log.warn("{} is Disconnected: {}", storage.label(), reason);
    } else if (to == StorageStatus.CONNECTED) {
      log.info("{} is Connected", storage.label());
    }
  }

  /** Whether the server by itself tries to reach, or failed to reach, what was away before. */
  private static boolean isRetry(StorageStatus from, StorageStatus to, Call call) {
    boolean stayedAway =
        (from == StorageStatus.DISCONNECTED && to == StorageStatus.CONNECTING)
            || (from == StorageStatus.CONNECTING && to == StorageStatus.DISCONNECTED);
    return stayedAway && call.isBySystem();
  }

  /** Whether it was away when it was last heard of: that is kept while it is being connected. */
  private static boolean hasFailed(String storageUuid, Transaction transaction) {
    return transaction
        .sql()
        .fetchExists(
            BACKUP_STORAGE,
            BACKUP_STORAGE.UUID.eq(storageUuid).and(BACKUP_STORAGE.STATUS_REASON_KIND.isNotNull()));
  }

  private static @Nullable String shortened(@Nullable String reason) {
    return ShortText.ofAny(reason, 2048);
  }
}
