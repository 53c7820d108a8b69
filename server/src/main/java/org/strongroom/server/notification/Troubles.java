package org.strongroom.server.notification;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.notification.Message.Thing;

/** What needs a hand now, as the catalog has it. */
final class Troubles {
  /** A storage that was told to be full is not said to have room again before this much is free. */
  private static final int EASED_PERCENT = 2;

  /** Failures are told within this time or not at all. */
  private static final Duration RECENT = Duration.ofHours(1);

  private static final int MOST = 10_000;

  private final DatabaseTime time;
  private final IntSupplier fullPercent;
  private final IntSupplier awayMinutes;

  /**
   * Looks at the catalog alone.
   *
   * @param fullPercent from which part on a storage is nearly full; 0 is never
   * @param awayMinutes after which a storage that is not there is told of
   */
  Troubles(DatabaseTime time, IntSupplier fullPercent, IntSupplier awayMinutes) {
    this.time = time;
    this.fullPercent = fullPercent;
    this.awayMinutes = awayMinutes;
  }

  /** How long something has to last before it is told. */
  Duration patience(Kind kind) {
    return kind == Kind.STORAGE_AWAY ? Duration.ofMinutes(awayMinutes.getAsInt()) : Duration.ZERO;
  }

  /**
   * All of a kind.
   *
   * @param known uuids of those that were there before
   */
  List<Thing> of(Kind kind, Set<String> known, DSLContext sql) {
    return switch (kind) {
      case CAPACITY -> full(known, sql);
      case DAMAGE -> storages(hasDamage(), sql);
      case FAILED_JOB -> failed(sql);
      case MISSED_RUN -> missed(sql);
      case STORAGE_AWAY -> storages(BACKUP_STORAGE.STATUS.ne("Connected").and(isWanted()), sql);
      case TEST -> List.of();
    };
  }

  private static Condition isWanted() {
    return BACKUP_STORAGE.STATE.eq("Enabled").or(BACKUP_STORAGE.MAINTENANCE.isNotNull());
  }

  private List<Thing> full(Set<String> known, DSLContext sql) {
    int percent = fullPercent.getAsInt();
    if (percent <= 0) {
      return List.of();
    }
    Set<String> beyond =
        sql.select(BACKUP_STORAGE.UUID)
            .from(BACKUP_STORAGE)
            .where(isFilledBeyond(percent))
            .fetchSet(BACKUP_STORAGE.UUID);
    return storages(isFilledBeyond(Math.max(0, percent - EASED_PERCENT)), sql).stream()
        .filter(thing -> known.contains(thing.uuid()) || beyond.contains(thing.uuid()))
        .toList();
  }

  /** As floating numbers: what a server claims to have may be near the largest number there is. */
  private static Condition isFilledBeyond(int percent) {
    Field<Double> taken =
        DSL.field(
            "(cast({0} as double precision) + cast({1} as double precision))",
            Double.class, BACKUP_STORAGE.USED_CAPACITY, BACKUP_STORAGE.RESERVED);
    Field<Double> bound =
        DSL.field(
            "(cast({0} as double precision) * {1})",
            Double.class, BACKUP_STORAGE.TOTAL_CAPACITY, DSL.inline(percent / 100.0));
    return BACKUP_STORAGE.TOTAL_CAPACITY.gt(0L).and(taken.ge(bound));
  }

  private static Condition hasDamage() {
    return BACKUP_STORAGE
        .UUID
        .in(
            DSL.select(IMAGE_COPY.BACKUP_STORAGE_UUID)
                .from(IMAGE_COPY)
                .where(IMAGE_COPY.DAMAGED_AT.isNotNull()))
        .or(
            BACKUP_STORAGE.UUID.in(
                DSL.select(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID)
                    .from(VOLUME_SNAPSHOT_COPY)
                    .where(VOLUME_SNAPSHOT_COPY.DAMAGE.isNotNull())));
  }

  private static List<Thing> storages(Condition condition, DSLContext sql) {
    return things(
        sql.select(BACKUP_STORAGE.UUID, BACKUP_STORAGE.NAME)
            .from(BACKUP_STORAGE)
            .where(condition)
            .limit(MOST)
            .fetch(),
        BACKUP_STORAGE.UUID,
        BACKUP_STORAGE.NAME);
  }

  /** Since somebody listens; the reasons stand with the jobs. */
  private List<Thing> failed(DSLContext sql) {
    Field<String> name =
        DSL.concat(
            JOB.OPERATION,
            DSL.when(JOB.RESOURCE_NAME.isNull(), DSL.inline(""))
                .otherwise(DSL.concat(DSL.inline(" of "), JOB.RESOURCE_NAME)));
    return sql.select(JOB.UUID, name)
        .from(JOB)
        .where(JOB.FINISHED.gt(time.millis(sql) - RECENT.toMillis()))
        .and(JOB.STATE.eq("Failed"))
        .and(
            JOB.FINISHED.ge(
                DSL.select(DSL.min(NOTIFICATION_TARGET.CREATED)).from(NOTIFICATION_TARGET)))
        .orderBy(JOB.FINISHED)
        .limit(MOST)
        .fetch(row -> new Thing(row.value1(), row.value2()));
  }

  /** Those whose last time came and nothing was done; the reasons stand with the schedules. */
  private static List<Thing> missed(DSLContext sql) {
    return things(
        sql.select(SCHEDULE.UUID, SCHEDULE.NAME)
            .from(SCHEDULE)
            .where(SCHEDULE.STATE.eq("Enabled"))
            .and(SCHEDULE.LAST_RESULT.eq("NotStarted"))
            .limit(MOST)
            .fetch(),
        SCHEDULE.UUID,
        SCHEDULE.NAME);
  }

  private static List<Thing> things(
      List<? extends Record> rows,
      TableField<Record, String> uuid,
      TableField<Record, String> name) {
    return rows.stream().map(row -> new Thing(row.get(uuid), row.get(name))).toList();
  }
}
