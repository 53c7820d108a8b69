package org.strongroom.server.capacity;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.CapacitySampleTable.CAPACITY_SAMPLE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.api.capacity.CapacitySample;
import org.strongroom.api.capacity.GetBackupStorageCapacityHistory;
import org.strongroom.api.capacity.GetBackupStorageForecast;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;

/** Tells how full storages were and will be. What a clock that was set ahead wrote is not told. */
public final class CapacityHistory {
  private static final Duration LOOKED_AT = Duration.ofDays(30);
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Field<Long> ON_DAY =
      CAPACITY_SAMPLE.PERIOD.minus(CAPACITY_SAMPLE.PERIOD.mod(DAY));

  private final Database database;
  private final DatabaseTime time;

  /**
   * Over the catalog.
   *
   * @param time that all nodes share
   */
  public CapacityHistory(Database database, DatabaseTime time) {
    this.database = database;
    this.time = time;
  }

  public void register(OperationRegistry operations) {
    operations.answer(GetBackupStorageCapacityHistory.class, (request, caller) -> history(request));
    operations.answer(
        GetBackupStorageForecast.class,
        (request, caller) ->
            new GetBackupStorageForecast.Reply(
                database.read(sql -> forecasts(request.backupStorageUuids(), sql)), true));
  }

  GetBackupStorageCapacityHistory.Reply history(GetBackupStorageCapacityHistory request) {
    return database.read(sql -> history(request, sql));
  }

  private GetBackupStorageCapacityHistory.Reply history(
      GetBackupStorageCapacityHistory request, DSLContext sql) {
    long now = time.millis(sql);
    List<CapacitySample> samples =
        sql.select(CAPACITY_SAMPLE.fields())
            .from(CAPACITY_SAMPLE)
            .where(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID.eq(request.uuid()))
            .and(CAPACITY_SAMPLE.PERIOD.ge(now - Duration.ofDays(request.days()).toMillis()))
            .and(CAPACITY_SAMPLE.PERIOD.le(now))
            .orderBy(CAPACITY_SAMPLE.PERIOD)
            .fetch(CapacityHistory::sample);
    return new GetBackupStorageCapacityHistory.Reply(
        samples, forecasts(List.of(request.uuid()), sql).getFirst(), true);
  }

  private static CapacitySample sample(Record row) {
    long total = row.get(CAPACITY_SAMPLE.TOTAL_CAPACITY);
    long used = row.get(CAPACITY_SAMPLE.USED_CAPACITY);
    long reserved = row.get(CAPACITY_SAMPLE.RESERVED);
    return new CapacitySample(
        Instant.ofEpochMilli(row.get(CAPACITY_SAMPLE.PERIOD)),
        total,
        used,
        reserved,
        Math.max(0, total - reserved - used),
        row.get(CAPACITY_SAMPLE.FREE_CAPACITY));
  }

  private List<CapacityForecast> forecasts(List<String> asked, DSLContext sql) {
    Collection<String> storages = new LinkedHashSet<>(asked);
    Instant now = Instant.ofEpochMilli(time.millis(sql));
    Map<String, List<Outlook.Day>> days = days(storages, now.toEpochMilli(), sql);
    Map<String, Outlook.Now> present = new HashMap<>();
    sql.select(BACKUP_STORAGE.fields())
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.UUID.in(storages))
        .fetch()
        .forEach(row -> present.put(row.get(BACKUP_STORAGE.UUID), present(row)));
    return asked.stream()
        .map(present::get)
        .filter(Objects::nonNull) // one that was deleted meanwhile
        .map(storage -> Outlook.of(storage, days.getOrDefault(storage.storage(), List.of()), now))
        .toList();
  }

  private static Outlook.Now present(Record row) {
    long total = row.get(BACKUP_STORAGE.TOTAL_CAPACITY);
    long taken = row.get(BACKUP_STORAGE.USED_CAPACITY) + row.get(BACKUP_STORAGE.RESERVED);
    return new Outlook.Now(
        row.get(BACKUP_STORAGE.UUID),
        total,
        Math.max(0, total - taken),
        row.get(BACKUP_STORAGE.FREE_CAPACITY));
  }

  private static Map<String, List<Outlook.Day>> days(
      Collection<String> storages, long now, DSLContext sql) {
    Field<Double> when = mean(CAPACITY_SAMPLE.PERIOD);
    Field<Double> used = mean(CAPACITY_SAMPLE.USED_CAPACITY);
    Field<Double> free = mean(CAPACITY_SAMPLE.FREE_CAPACITY);
    Map<String, List<Outlook.Day>> days = new HashMap<>();
    sql.select(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID, when, used, free)
        .from(CAPACITY_SAMPLE)
        .where(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID.in(storages))
        .and(CAPACITY_SAMPLE.PERIOD.gt(now - LOOKED_AT.toMillis()))
        .and(CAPACITY_SAMPLE.PERIOD.le(now))
        .groupBy(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID, ON_DAY)
        .fetch()
        .forEach(row ->
            days.computeIfAbsent(row.value1(), storage -> new ArrayList<>())
                .add(new Outlook.Day(row.value2() / DAY, row.value3(), row.value4())));
    return days;
  }

  private static Field<Double> mean(Field<Long> field) {
    return DSL.field("avg({0})", SQLDataType.DOUBLE, field);
  }
}
