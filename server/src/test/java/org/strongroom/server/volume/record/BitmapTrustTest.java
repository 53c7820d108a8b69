package org.strongroom.server.volume.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.SampleCatalog;
import org.strongroom.server.volume.record.BitmapTrust.Plan;

/** What is known of bitmaps while backups come, go and run at once, in both databases. */
class BitmapTrustTest {
  private static final String DISK = uuid(1);
  private static final String NAME = "since";

  @TempDir private Path directory;
  private String storage = "";

  private static String uuid(int number) {
    return "%032x".formatted(number);
  }

  private Database opened(CatalogKind kind) {
    Database database = kind.open(directory);
    database.write(transaction -> {
      var sql = transaction.sql();
      new SampleCatalog(sql).storage("s", null, "Enabled", "Connected", null, 9, 0, 0);
      storage = sql.select(BACKUP_STORAGE.UUID).from(BACKUP_STORAGE).fetchSingle().value1();
      return sql.insertInto(VOLUME)
          .set(VOLUME.UUID, DISK)
          .set(VOLUME.NAME, "disk")
          .set(VOLUME.TYPE, "Data")
          .set(VOLUME.FORMAT, "raw")
          .set(VOLUME.SIZE, 1L)
          .set(VOLUME.ACTUAL_SIZE, 1L)
          .set(VOLUME.URL, "nbd://host/disk")
          .set(VOLUME.ACCOUNT_UUID, uuid(2))
          .set(VOLUME.STATE, "Enabled")
          .set(VOLUME.STATUS, "Ready")
          .set(VOLUME.CREATED, 1L)
          .set(VOLUME.UPDATED, 1L)
          .execute();
    });
    return database;
  }

  /** A backup begins; its job has the number of its snapshot. */
  private Plan begin(Database database, int number) {
    return database.write(transaction -> {
      Plan plan = BitmapTrust.begin(DISK, NAME, storage, uuid(number), transaction);
      VolumeRow volume = VolumeRow.require(DISK, transaction.sql());
      NewSnapshot.insert(
          new NewSnapshot(uuid(number), "one", null, volume, SnapshotRow.CREATING, number),
          transaction);
      transaction
          .sql()
          .insertInto(VOLUME_SNAPSHOT_COPY)
          .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, uuid(number))
          .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, storage)
          .set(VOLUME_SNAPSHOT_COPY.INSTALL_PATH, "/")
          .set(VOLUME_SNAPSHOT_COPY.SIZE, 0L)
          .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.READY)
          .execute();
      return plan;
    });
  }

  private static void end(Database database, int number, boolean unread) {
    database.write(transaction -> {
      ready(number, transaction);
      BitmapTrust.end(DISK, NAME, uuid(number), uuid(number), unread, transaction);
      return 0;
    });
  }

  private static void ready(int number, Transaction transaction) {
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.STATUS, SnapshotRow.READY)
        .where(VOLUME_SNAPSHOT.UUID.eq(uuid(number)))
        .execute();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void everyTenthIsReadWhole(CatalogKind kind) {
    try (Database database = opened(kind)) {
      assertThat(begin(database, 10).base()).isNull();
      end(database, 10, false);
      for (int number = 11; number < 20; number++) {
        assertThat(begin(database, number)).isEqualTo(new Plan(uuid(number - 1), false, null));
        end(database, number, true);
      }
      assertThat(begin(database, 20)).isEqualTo(new Plan(uuid(19), true, null));
      end(database, 20, false);
      assertThat(begin(database, 21)).isEqualTo(new Plan(uuid(20), false, null));
      end(database, 21, true);
      database.write(transaction -> {
        BitmapTrust.distrust(DISK, NAME, transaction);
        return 0;
      });
      assertThat(begin(database, 22).obstacle()).contains("left out");
    }
  }

  /** Whichever ends first, nobody knows whose moment the bitmap was cleared for. */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void ofTwoAtOnceNeitherCounts(CatalogKind kind) {
    try (Database database = opened(kind)) {
      begin(database, 10);
      end(database, 10, false);
      assertThat(begin(database, 11).base()).isEqualTo(uuid(10));
      assertThat(begin(database, 12).base()).isNull();
      end(database, 11, true);
      end(database, 12, false);
      assertThat(begin(database, 13).base()).isNull();
      end(database, 13, false);
      database.write(transaction -> {
        BitmapTrust.forgetAt("nbd://host/other", transaction);
        return 0;
      });
      assertThat(begin(database, 14).base()).isEqualTo(uuid(13));
      end(database, 14, true);
      database.write(transaction -> {
        BitmapTrust.forgetAt("nbd://host/disk", transaction);
        return 0;
      });
      assertThat(begin(database, 15).base()).isNull();
      end(database, 15, true);
      for (String spelling :
          List.of(
              "nbd://HOST:10809/disk", "nbds://192.0.2.1/%64isk", "nbd+unix:///disk?socket=/s")) {
        int next = 16 + 2 * spelling.length();
        assertThat(begin(database, next).base()).isNotNull();
        end(database, next, true);
        database.write(transaction -> {
          BitmapTrust.forgetAt(spelling, transaction);
          return 0;
        });
        assertThat(begin(database, next + 1).base()).as(spelling).isNull();
        end(database, next + 1, true);
      }
    }
  }
}
