package org.strongroom.server.schedule;

import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.timetable.Timetable;

/**
 * A schedule that is due.
 *
 * @param due the time that has come
 * @param updated tells whether it was changed since it was read
 */
record Planned(
    String uuid,
    String name,
    String operation,
    @Nullable String volume,
    @Nullable String storage,
    String cron,
    String zone,
    long due,
    long updated) {
  static Planned of(Record row) {
    return new Planned(
        row.get(SCHEDULE.UUID),
        row.get(SCHEDULE.NAME),
        row.get(SCHEDULE.OPERATION),
        row.get(SCHEDULE.VOLUME_UUID),
        row.get(SCHEDULE.BACKUP_STORAGE_UUID),
        row.get(SCHEDULE.CRON),
        row.get(SCHEDULE.TIME_ZONE),
        row.get(SCHEDULE.NEXT_RUN),
        row.get(SCHEDULE.UPDATED));
  }

  /** The first of its times after another; null if there is none. */
  @Nullable Long after(long now) {
    return Timetable.read(cron, zone)
        .flatMap(timetable -> timetable.after(Instant.ofEpochMilli(now)))
        .map(Instant::toEpochMilli)
        .orElse(null);
  }

  /** The parameters of what is done. */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    if (operation.equals(BackupVolume.class.getSimpleName())) {
      put("uuid", volume, values);
      put("backupStorageUuid", storage, values);
    } else if (operation.equals(VerifyBackupStorage.class.getSimpleName())
        || operation.equals(CleanRepository.class.getSimpleName())) {
      put("uuid", storage, values);
    }
    return values;
  }

  private static void put(String name, @Nullable String value, Map<String, Object> values) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
