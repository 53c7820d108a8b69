package org.strongroom.server.query;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.testing.TestDirectory;

/**
 * Prints how many lists one thread gets from a second of its CPU: 100 of 1 000 storages, 100 of 100
 * 000 images. Argument: SQLITE or POSTGRESQL.
 */
final class QuerySpeed {
  private static final int IMAGES = 100_000;

  private final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
  private final Database database;

  private QuerySpeed(Database database) {
    this.database = database;
  }

  public static void main(String[] arguments) throws Exception {
    CatalogKind fixture = CatalogKind.valueOf(arguments.length == 0 ? "SQLITE" : arguments[0]);
    Path directory = TestDirectory.temporary("query-speed-");
    try (Database database = fixture.open(directory)) {
      QuerySpeed speed = new QuerySpeed(database);
      LargeCatalog.fill(database, IMAGES);
      for (int round = 0; round < 3; round++) {
        speed.measure();
      }
    }
  }

  private void measure() {
    time("storages", BackupStorageInventory.class, page("", false));
    time("storages by name", BackupStorageInventory.class, page("name", false));
    time("storages with total", BackupStorageInventory.class, page("", true));
    time(
        "storages where image.platform=Linux",
        BackupStorageInventory.class,
        page("", false, "image.platform=Linux"));
    time("images", ImageInventory.class, page("", false));
    time(
        "images, fields=name,uuid",
        ImageInventory.class,
        new Query(List.of(), 100, 0, false, false, null, "name,uuid", null, null, null));
    time("images by name", ImageInventory.class, page("-name", false));
    time("images with total", ImageInventory.class, page("", true));
    time("images where name=", ImageInventory.class, page("", false, "name=IMAGE77777"));
    time(
        "images where backupStorage.state=Enabled",
        ImageInventory.class,
        page("", false, "backupStorage.state=Enabled"));
    time(
        "images where backupStorage.name=storage7",
        ImageInventory.class,
        page("", false, "backupStorage.name=storage7"));
    time(
        "images where __userTag__=none", ImageInventory.class, page("", false, "__userTag__=none"));
    time(
        "image by uuid",
        ImageInventory.class,
        new Query(
            List.of(),
            100,
            0,
            false,
            false,
            null,
            null,
            null,
            null,
            SampleCatalog.uuid("image500")));
  }

  private static Query page(String sort, boolean total, String... q) {
    return new Query(List.of(q), 100, 0, false, total, sort, null, null, null, null);
  }

  private <T extends Record> void time(String what, Class<T> inventory, Query query) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long lists = 0;
    while (threads.getCurrentThreadCpuTime() - start < 1_000_000_000L) {
      database.read(sql -> queries.find(sql, inventory, query));
      lists++;
    }
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-45s %8.0f lists per CPU second %9.0f µs",
            what,
            lists / seconds,
            seconds / lists * 1e6));
  }
}
