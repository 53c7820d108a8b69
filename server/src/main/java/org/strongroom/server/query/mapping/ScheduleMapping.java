package org.strongroom.server.query.mapping;

import static org.jooq.impl.DSL.inline;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.timetable.Timetable;

final class ScheduleMapping {
  private static final int SHOWN = 10;

  private ScheduleMapping() {}

  static Mapping<ScheduleInventory> mapping() {
    return Tags.on(
            Mapping.of(ScheduleInventory.class, SCHEDULE), ResourceType.SCHEDULE, SCHEDULE.UUID)
        .uuid("uuid", SCHEDULE.UUID)
        .text("name", SCHEDULE.NAME)
        .text("description", SCHEDULE.DESCRIPTION)
        .operation("operation", SCHEDULE.OPERATION)
        .uuid("volumeUuid", SCHEDULE.VOLUME_UUID)
        .uuid("backupStorageUuid", SCHEDULE.BACKUP_STORAGE_UUID)
        .text("state", SCHEDULE.STATE)
        .text("cron", SCHEDULE.CRON)
        .text("timeZone", SCHEDULE.TIME_ZONE)
        .number("keep", SCHEDULE.KEPT)
        .instant("nextRun", SCHEDULE.NEXT_RUN)
        .derived("nextRuns", ScheduleMapping::plan, ScheduleMapping::next)
        .instant("lastRun", SCHEDULE.LAST_RUN)
        .text("lastResult", SCHEDULE.LAST_RESULT)
        .text("lastError", SCHEDULE.LAST_ERROR)
        .uuid("jobUuid", SCHEDULE.JOB_UUID)
        .instant("createDate", SCHEDULE.CREATED)
        .instant("lastOpDate", SCHEDULE.UPDATED)
        .related("volume", Join.direct(SCHEDULE.VOLUME_UUID, VOLUME.UUID))
        .related("backupStorage", Join.direct(SCHEDULE.BACKUP_STORAGE_UUID, BACKUP_STORAGE.UUID))
        .madeAt(SCHEDULE.CREATED)
        .key(SCHEDULE.UUID)
        .done();
  }

  /** When it runs next, where, and by which times; null while it is disabled. */
  private static Field<String> plan(Table<?> row) {
    return DSL.concat(
        DSL.cast(Column.of(SCHEDULE.NEXT_RUN, row), SQLDataType.VARCHAR),
        inline(" "),
        Column.of(SCHEDULE.TIME_ZONE, row),
        inline(" "),
        Column.of(SCHEDULE.CRON, row));
  }

  private static List<Instant> next(@Nullable String plan) {
    if (plan == null) {
      return List.of();
    }
    String[] parts = plan.split(" ", 3);
    Instant first = Instant.ofEpochMilli(Long.parseLong(parts[0]));
    List<Instant> runs = new ArrayList<>(List.of(first));
    Timetable.read(parts[2], parts[1])
        .ifPresent(timetable -> runs.addAll(timetable.after(first, SHOWN - 1)));
    return List.copyOf(runs);
  }
}
