package org.strongroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.CapacitySampleTable.CAPACITY_SAMPLE;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.api.capacity.CapacitySample;
import org.strongroom.api.capacity.GetBackupStorageCapacityHistory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.fixture.SteppedClock;

class CapacityHistoryTest {
  private static final long GIB = 1L << 30;

  @TempDir Path directory;
  private final SteppedClock clock = new SteppedClock();
  private TestCatalog catalog;
  private Database database;
  private CapacityHistory history;

  private void open(CatalogKind kind) {
    catalog = kind.create(directory);
    database = catalog.open();
    history = new CapacityHistory(database, sql -> clock.millis());
  }

  @AfterEach
  void close() {
    database.close();
    catalog.close();
  }

  private CapacitySampling node(Duration held) {
    return new CapacitySampling(database, sql -> clock.millis(), () -> held, storage -> true);
  }

  private void storage(String uuid, String status, long used) {
    database.write(transaction -> {
      transaction
          .insertInto(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.UUID, uuid)
          .set(BACKUP_STORAGE.NAME, uuid)
          .set(BACKUP_STORAGE.URL, "/" + uuid)
          .set(BACKUP_STORAGE.TYPE, "FileSystemBackupStorage")
          .set(BACKUP_STORAGE.STATE, "Enabled")
          .set(BACKUP_STORAGE.STATUS, status)
          .set(BACKUP_STORAGE.TOTAL_CAPACITY, 1000 * GIB)
          .set(BACKUP_STORAGE.FREE_CAPACITY, 900 * GIB)
          .set(BACKUP_STORAGE.USED_CAPACITY, used)
          .set(BACKUP_STORAGE.RESERVED, 5 * GIB)
          .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
          .set(BACKUP_STORAGE.CREATED, 1L)
          .set(BACKUP_STORAGE.UPDATED, 1L)
          .execute();
      return true;
    });
  }

  private <T> void change(String uuid, TableField<Record, T> field, T value) {
    database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(field, value)
            .where(BACKUP_STORAGE.UUID.eq(uuid))
            .execute());
  }

  private List<CapacitySample> samples(int days) {
    return history.history(new GetBackupStorageCapacityHistory("s", days)).samples();
  }

  private CapacityForecast forecast() {
    return history.history(new GetBackupStorageCapacityHistory("s", 30)).forecast();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void oneSampleAnHourWhicheverNodeComesFirst(CatalogKind kind) {
    open(kind);
    storage("s", "Connected", 600 * GIB);
    storage("away", "Disconnected", 1);
    node(Duration.ZERO).sample();
    clock.advance(Duration.ofMinutes(10));
    change("s", BACKUP_STORAGE.USED_CAPACITY, 601 * GIB);
    node(Duration.ZERO).sample();
    assertThat(samples(1))
        .containsExactly(
            new CapacitySample(
                Instant.parse("2015-06-01T15:00:00Z"),
                1000 * GIB,
                600 * GIB,
                5 * GIB,
                395 * GIB,
                900 * GIB));
    clock.advance(Duration.ofMinutes(10));
    change("away", BACKUP_STORAGE.STATUS, "Connected");
    node(Duration.ZERO).sample();
    assertThat(samples(1))
        .extracting(CapacitySample::time)
        .containsExactly(
            Instant.parse("2015-06-01T15:00:00Z"), Instant.parse("2015-06-01T16:00:00Z"));
    assertThat(database.<Integer>read(sql -> sql.fetchCount(CAPACITY_SAMPLE))).isEqualTo(3);
    database.write(transaction -> transaction.sql().deleteFrom(BACKUP_STORAGE).execute());
    assertThat(database.<Integer>read(sql -> sql.fetchCount(CAPACITY_SAMPLE)))
        .describedAs("samples go with their storage")
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void hoursBecomeDaysAndTheDaysOfThreeYearsAgoGo(CatalogKind kind) {
    open(kind);
    storage("s", "Connected", 600 * GIB);
    past(0, 40 * 24, 1);
    past(41 * 24, 800 * 24, 24 * 7);
    node(Duration.ofDays(1000)).thin();
    assertThat(samples(40)).describedAs("held, while the clock is doubted").hasSize(40 * 24);
    node(Duration.ZERO).thin();
    Instant month = clock.instant().minus(30, ChronoUnit.DAYS);
    assertThat(samples(40)).filteredOn(sample -> sample.time().isAfter(month)).hasSize(30 * 24);
    assertThat(samples(40))
        .filteredOn(sample -> sample.time().isBefore(month))
        .extracting(sample -> sample.time().truncatedTo(ChronoUnit.DAYS))
        .doesNotHaveDuplicates()
        .hasSizeBetween(10, 11);
    long oldest =
        database.read(sql ->
            sql.select(CAPACITY_SAMPLE.PERIOD)
                .from(CAPACITY_SAMPLE)
                .orderBy(CAPACITY_SAMPLE.PERIOD)
                .limit(1)
                .fetchSingle(CAPACITY_SAMPLE.PERIOD));
    assertThat(Instant.ofEpochMilli(oldest))
        .isBetween(
            clock.instant().minus(731, ChronoUnit.DAYS),
            clock.instant().minus(720, ChronoUnit.DAYS));
  }

  /** Writes a sample for each {@code step} hours of the last ones, a GiB more each day. */
  private void past(int from, int to, int step) {
    long now = clock.instant().truncatedTo(ChronoUnit.HOURS).toEpochMilli();
    database.write(transaction -> {
      for (int hour = from; hour < to; hour += step) {
        transaction
            .insertInto(CAPACITY_SAMPLE)
            .set(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID, "s")
            .set(CAPACITY_SAMPLE.PERIOD, now - Duration.ofHours(hour).toMillis())
            .set(CAPACITY_SAMPLE.TOTAL_CAPACITY, 1000 * GIB)
            .set(CAPACITY_SAMPLE.USED_CAPACITY, 600 * GIB - hour * GIB / 24)
            .set(CAPACITY_SAMPLE.RESERVED, 0L)
            .set(CAPACITY_SAMPLE.FREE_CAPACITY, 900 * GIB)
            .execute();
      }
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aGibibyteADayFillsFourHundredInFourHundredDays(CatalogKind kind) {
    open(kind);
    storage("s", "Connected", 600 * GIB);
    past(0, 30 * 24, 1);
    CapacityForecast forecast = forecast();
    assertThat(forecast.outlook()).isEqualTo("Growing");
    assertThat(forecast.fullDate())
        .isBetween(
            clock.instant().plus(399, ChronoUnit.DAYS), clock.instant().plus(401, ChronoUnit.DAYS));
    assertThat(forecast.growth()).isBetween(GIB - GIB / 100, GIB + GIB / 100);
  }

  @Test
  void aDayOfHoursIsNotSevenDays() {
    open(CatalogKind.SQLITE);
    storage("s", "Connected", 600 * GIB);
    past(0, 20, 1);
    assertThat(forecast().outlook()).isEqualTo("TooFew");
  }

  @Test
  void whatAClockWroteThatWasAheadIsNotTold() {
    open(CatalogKind.SQLITE);
    storage("s", "Connected", 600 * GIB);
    node(Duration.ZERO).sample();
    clock.advance(Duration.ofDays(400));
    node(Duration.ZERO).sample();
    clock.advance(Duration.ofDays(-400));
    node(Duration.ZERO).sample();
    assertThat(samples(731)).hasSize(1);
    clock.advance(Duration.ofDays(-2));
    node(Duration.ZERO).sample();
    assertThat(samples(731)).hasSize(1);
  }
}
