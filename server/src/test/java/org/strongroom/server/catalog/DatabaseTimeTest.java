package org.strongroom.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.fixture.CatalogKind;

class DatabaseTimeTest {
  private static final long AN_HOUR = Duration.ofHours(1).toMillis();

  @TempDir Path directory;

  private static InstantSource fast() {
    return InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
  }

  @Test
  void nodesWhoseClocksDifferAgreeOnTheTimeOfTheServer() {
    try (var catalog = CatalogKind.POSTGRESQL.create(directory);
        Database database = catalog.open()) {
      long right = database.read(DatabaseTime.of(InstantSource.system())::millis);
      long fast = database.write(transaction -> DatabaseTime.of(fast()).millis(transaction.sql()));
      assertThat(fast - right).isBetween(0L, AN_HOUR / 2);
      assertThat(right).isBetween(now() - AN_HOUR / 2, now() + AN_HOUR / 2);
    }
  }

  @Test
  void onOneMachineItIsTheClockThatWasGiven() {
    InstantSource fixed = () -> java.time.Instant.ofEpochMilli(1234);
    try (var catalog = CatalogKind.SQLITE.create(directory);
        Database database = catalog.open()) {
      assertThat(database.<Long>read(DatabaseTime.of(fixed)::millis)).isEqualTo(1234);
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void itGoesOnDuringATransaction(CatalogKind kind) {
    try (var catalog = kind.create(directory);
        Database database = catalog.open()) {
      DatabaseTime time = DatabaseTime.of(InstantSource.system());
      boolean went =
          database.write(transaction -> {
            long begin = time.millis(transaction.sql());
            while (time.millis(transaction.sql()) == begin) {
              Thread.onSpinWait();
            }
            return true;
          });
      assertThat(went).isTrue();
    }
  }

  private static long now() {
    return InstantSource.system().millis();
  }
}
