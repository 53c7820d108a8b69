package org.strongroom.server.imagebackup;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;

/**
 * The OVAs of image backups on nodes. One that is missing, or not what was stored, puts its image
 * backup into error; ResetImageBackup is for those that were brought back by hand.
 */
final class OvaContent implements StorageContent {
  /** They were proved when they came. */
  private static final Field<Long> LOOKED_AT = coalesce(IMAGE_BACKUP.CHECKED, IMAGE_BACKUP.CREATED);

  private final Database database;
  private final BackupRows rows;
  private final EventLog events;
  private final InstantSource clock;

  OvaContent(Database database, BackupRows rows, EventLog events, InstantSource clock) {
    this.database = database;
    this.rows = rows;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Optional<Item> oldest(
      String storageUuid, long before, Set<String> except, DSLContext sql) {
    return sql
        .select(IMAGE_BACKUP.UUID)
        .from(IMAGE_BACKUP)
        .where(due(storageUuid, before))
        .and(IMAGE_BACKUP.UUID.notIn(except))
        .orderBy(LOOKED_AT, IMAGE_BACKUP.UUID)
        .limit(1)
        .fetch(IMAGE_BACKUP.UUID)
        .stream()
        .flatMap(uuid -> rows.find(uuid, sql).stream())
        .<Item>map(OvaItem::new)
        .findFirst();
  }

  @Override
  public long due(String storageUuid, long before, DSLContext sql) {
    BigDecimal bytes =
        sql.select(sum(IMAGE_BACKUP.SIZE))
            .from(IMAGE_BACKUP)
            .where(due(storageUuid, before))
            .fetchSingle()
            .value1();
    return bytes == null ? 0 : bytes.longValue();
  }

  /** Those that nobody works on, and whose digest is known: not what was only discovered. */
  private static Condition due(String storageUuid, long before) {
    return IMAGE_BACKUP
        .STORAGE_UUID
        .eq(storageUuid)
        .and(IMAGE_BACKUP.STATUS.eq(BackupStatus.AVAILABLE.text()))
        .and(IMAGE_BACKUP.PATH.isNotNull())
        .and(IMAGE_BACKUP.SHA256.isNotNull())
        .and(LOOKED_AT.lt(before));
  }

  @Override
  public Tally tally(String storageUuid, long since, DSLContext sql) {
    Condition here = IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid);
    return new Tally(
        sql.fetchCount(IMAGE_BACKUP, here.and(IMAGE_BACKUP.LAST_VERIFIED.ge(since))),
        sql.fetchCount(
            IMAGE_BACKUP,
            here.and(IMAGE_BACKUP.CHECKED.ge(since))
                .and(
                    IMAGE_BACKUP.LAST_VERIFIED.isNull().or(IMAGE_BACKUP.LAST_VERIFIED.lt(since)))));
  }

  private void proved(BackupRow backup) {
    database.write(transaction ->
        transaction
            .sql()
            .update(IMAGE_BACKUP)
            .set(IMAGE_BACKUP.CHECKED, clock.millis())
            .set(IMAGE_BACKUP.LAST_VERIFIED, clock.millis())
            .where(unchanged(backup))
            .execute());
  }

  private void damaged(BackupRow backup, String how, Call call) {
    String reason = "the OVA on its backup node: " + how;
    database.write(transaction -> {
      int changed =
          transaction
              .sql()
              .update(IMAGE_BACKUP)
              .set(IMAGE_BACKUP.CHECKED, clock.millis())
              .where(unchanged(backup))
              .execute();
      if (changed > 0) {
        rows.settle(backup.uuid(), BackupStatus.ERROR, reason, transaction);
        tell(backup, reason, call, transaction);
      }
      return changed;
    });
  }

  /** Whoever changed it meanwhile has changed what was read. */
  private static Condition unchanged(BackupRow backup) {
    return IMAGE_BACKUP
        .UUID
        .eq(backup.uuid())
        .and(IMAGE_BACKUP.STATUS.eq(backup.status().text()))
        .and(IMAGE_BACKUP.UPDATED.eq(backup.updated()));
  }

  private void tell(BackupRow backup, String reason, Call call, Transaction transaction) {
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE_BACKUP,
            backup.uuid(),
            backup.name(),
            "Damaged",
            backup.status().text(),
            BackupStatus.ERROR.text(),
            reason),
        call,
        transaction);
  }

  private final class OvaItem implements Item {
    private final BackupRow backup;

    OvaItem(BackupRow backup) {
      this.backup = backup;
    }

    @Override
    public String key() {
      return backup.uuid();
    }

    @Override
    public long bytes() {
      return backup.size();
    }

    @Override
    public void prove(StorageDriver driver, Call call, LongConsumer progress)
        throws StorageException {
      BackupRow.OvaPlace place = backup.ova().orElseThrow();
      Optional<StorageEntry> entry = driver.stat(place.path());
      if (entry.isEmpty()) {
        damaged(backup, "its file is missing", call);
        return;
      }
      String found = driver.digest(place.path(), DigestAlgorithm.SHA256, progress);
      String expected = backup.sha256().orElseThrow();
      if (found.equalsIgnoreCase(expected)) {
        proved(backup);
      } else {
        damaged(backup, "expected SHA-256 %s, found %s".formatted(expected, found), call);
      }
    }
  }
}
