package org.strongroom.server;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.when;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.access.Traffic;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.layer.MovedBytes;

/**
 * Series for each storage, asked when {@code /metrics} is scraped. There are only so many: of more
 * storages than {@link #MOST}, those that are Connected are left out first, and how many.
 */
final class StorageMeters implements MultiCollector {
  static final int MOST = 1000;

  private final Database database;
  private final Supplier<Map<String, Long>> lastAnswers;
  private final Traffic traffic;

  /**
   * Asks nothing yet.
   *
   * @param lastAnswers when each storage of this node last answered a ping, in milliseconds of 1970
   * @param traffic what this node has moved
   */
  StorageMeters(Database database, Supplier<Map<String, Long>> lastAnswers, Traffic traffic) {
    this.database = database;
    this.lastAnswers = lastAnswers;
    this.traffic = traffic;
  }

  @Override
  public MetricSnapshots collect() {
    List<? extends Record> storages = storages();
    Map<String, Proof> proofs = proofs();
    Map<String, Long> answers = lastAnswers.get();
    int all = database.read(sql -> sql.fetchCount(BACKUP_STORAGE));
    if (traffic.size() > all) {
      traffic.keepOnly(
          database.read(sql ->
              sql.select(BACKUP_STORAGE.UUID).from(BACKUP_STORAGE).fetchSet(0, String.class)));
    }
    return MetricSnapshots.of(
        moved(storages),
        series(
            "connected",
            "1 if the storage is Connected",
            storages,
            row -> row.get(BACKUP_STORAGE.STATUS).equals("Connected") ? 1.0 : 0.0),
        series(
            "capacity_bytes",
            "Its size",
            storages,
            row -> number(row.get(BACKUP_STORAGE.TOTAL_CAPACITY))),
        series(
            "physical_free_bytes",
            "Room that its file system has",
            storages,
            row -> number(row.get(BACKUP_STORAGE.FREE_CAPACITY))),
        series(
            "used_bytes",
            "What images of the catalog take",
            storages,
            row -> number(row.get(BACKUP_STORAGE.USED_CAPACITY))),
        series(
            "last_ping_seconds",
            "When it last answered a ping of this node",
            storages,
            row -> seconds(answers.get(row.get(BACKUP_STORAGE.UUID)))),
        series(
            "oldest_proof_seconds",
            "When the copy that was not verified for longest was verified; 0 if never",
            storages,
            row -> {
              Proof proof = proofs.get(row.get(BACKUP_STORAGE.UUID));
              return proof == null ? null : proof.oldest() / 1000.0;
            }),
        series(
            "damaged_copies",
            "Copies on it that are damaged or missing",
            storages,
            row -> {
              Proof proof = proofs.get(row.get(BACKUP_STORAGE.UUID));
              return proof == null ? 0.0 : proof.damaged();
            }),
        GaugeSnapshot.builder()
            .name("strongroom_storages_without_series")
            .help("Storages that are left out of the series for each one")
            .dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value((double) Math.max(0, all - storages.size()))
                    .build())
            .build());
  }

  private List<? extends Record> storages() {
    return database.read(sql ->
        sql.select(
                BACKUP_STORAGE.UUID,
                BACKUP_STORAGE.NAME,
                BACKUP_STORAGE.STATUS,
                BACKUP_STORAGE.TOTAL_CAPACITY,
                BACKUP_STORAGE.FREE_CAPACITY,
                BACKUP_STORAGE.USED_CAPACITY)
            .from(BACKUP_STORAGE)
            .orderBy(
                when(BACKUP_STORAGE.STATUS.eq("Connected"), 1).otherwise(0), BACKUP_STORAGE.UUID)
            .limit(MOST)
            .fetch());
  }

  private Map<String, Proof> proofs() {
    return database.read(sql ->
        sql.select(
                IMAGE_COPY.BACKUP_STORAGE_UUID,
                min(
                    when(IMAGE_COPY.LAST_VERIFIED.isNull(), 0L)
                        .otherwise(IMAGE_COPY.LAST_VERIFIED)),
                count(when(IMAGE_COPY.STATUS.eq("Damaged"), 1)))
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.STATUS.in("Ready", "Damaged"))
            .groupBy(IMAGE_COPY.BACKUP_STORAGE_UUID)
            .fetchMap(
                IMAGE_COPY.BACKUP_STORAGE_UUID, row -> new Proof(row.value2(), row.value3())));
  }

  private static GaugeSnapshot series(
      String name,
      String help,
      List<? extends Record> storages,
      Function<Record, @Nullable Double> value) {
    GaugeSnapshot.Builder series =
        GaugeSnapshot.builder().name("strongroom_storage_" + name).help(help);
    for (Record storage : storages) {
      Double known = value.apply(storage);
      if (known != null) {
        series.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(
                    Labels.of(
                        "storage",
                        storage.get(BACKUP_STORAGE.NAME),
                        "uuid",
                        storage.get(BACKUP_STORAGE.UUID)))
                .value(known)
                .build());
      }
    }
    return series.build();
  }

  private CounterSnapshot moved(List<? extends Record> storages) {
    CounterSnapshot.Builder series =
        CounterSnapshot.builder()
            .name("strongroom_storage_moved_bytes")
            .help("Bytes of files that this node has read from it and written to it");
    for (Record storage : storages) {
      MovedBytes moved = traffic.of(storage.get(BACKUP_STORAGE.UUID));
      series.dataPoint(movedPoint(storage, "read", moved.read()));
      series.dataPoint(movedPoint(storage, "written", moved.written()));
    }
    return series.build();
  }

  private static CounterDataPointSnapshot movedPoint(Record storage, String direction, long bytes) {
    return CounterDataPointSnapshot.builder()
        .labels(
            Labels.of(
                "storage",
                storage.get(BACKUP_STORAGE.NAME),
                "uuid",
                storage.get(BACKUP_STORAGE.UUID),
                "direction",
                direction))
        .value((double) bytes)
        .build();
  }

  private static @Nullable Double number(@Nullable Long value) {
    return value == null ? null : value.doubleValue();
  }

  private static @Nullable Double seconds(@Nullable Long millis) {
    return millis == null ? null : millis / 1000.0;
  }

  private record Proof(long oldest, int damaged) {}
}
