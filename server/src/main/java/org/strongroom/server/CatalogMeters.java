package org.strongroom.server;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import java.math.BigDecimal;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.strongroom.server.about.AboutService;

/**
 * What the catalog says about the state of the house, for {@code /metrics}; asked when it is
 * scraped.
 */
final class CatalogMeters {
  private CatalogMeters() {}

  static void register(Core core, MeterRegistry meters) {
    Gauge.builder("strongroom.build.info", () -> 1)
        .description("What runs here")
        .tag("version", AboutService.version())
        .tag("commit", AboutService.commit())
        .register(meters);
    new JvmMemoryMetrics().bindTo(meters);
    core.jobs()
        .onEnd(end ->
            Timer.builder("strongroom.jobs")
                .description("Jobs that ended at this node, since it began with them")
                .tag("operation", end.operation())
                .tag("outcome", end.state().text())
                .register(meters)
                .record(end.lasted()));
    for (String status : List.of("Connecting", "Connected", "Disconnected")) {
      Gauge.builder("strongroom.storages", core, c -> storages(c, status))
          .description("Backup storages by status")
          .tag("status", status)
          .register(meters);
    }
    bytes(core, meters, "total", BACKUP_STORAGE.TOTAL_CAPACITY);
    bytes(core, meters, "used", BACKUP_STORAGE.USED_CAPACITY);
    bytes(core, meters, "reserved", BACKUP_STORAGE.RESERVED);
    Gauge.builder("strongroom.garbage.entries", core, CatalogMeters::garbage)
        .description("What could not be removed from storages yet")
        .register(meters);
    Gauge.builder(
            "strongroom.damaged.copies",
            core,
            c ->
                counted(
                    c,
                    IMAGE_COPY,
                    IMAGE_COPY.DAMAGED_AT.isNotNull().and(IMAGE_COPY.STATUS.eq("Damaged"))))
        .description("Copies of images that are known to be damaged or missing")
        .register(meters);
    Gauge.builder(
            "strongroom.damaged.images", core, c -> counted(c, IMAGE, IMAGE.STATUS.eq("Damaged")))
        .description("Images that have copies, none of which is good")
        .register(meters);
    Gauge.builder("strongroom.jobs.running", core, c -> c.jobs().runningJobs())
        .description("Jobs in flight on this node")
        .register(meters);
  }

  private static void bytes(Core core, MeterRegistry meters, String what, Field<Long> column) {
    Gauge.builder("strongroom.capacity", core, c -> summed(c, column))
        .description("Capacity of all backup storages")
        .baseUnit("bytes")
        .tag("kind", what)
        .register(meters);
  }

  private static double storages(Core core, String status) {
    return core.database()
        .read(sql ->
            sql.select(count())
                .from(BACKUP_STORAGE)
                .where(BACKUP_STORAGE.STATUS.eq(status))
                .fetchSingle(0, double.class));
  }

  private static double counted(Core core, Table<?> table, Condition which) {
    return core.database().read(sql -> sql.fetchCount(table, which));
  }

  private static double garbage(Core core) {
    return core.database()
        .read(sql -> sql.select(count()).from(GARBAGE).fetchSingle(0, double.class));
  }

  private static double summed(Core core, Field<Long> column) {
    BigDecimal sum =
        core.database()
            .read(sql -> sql.select(sum(column)).from(BACKUP_STORAGE).fetchSingle().value1());
    return sum == null ? 0 : sum.doubleValue();
  }
}
