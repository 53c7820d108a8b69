package org.strongroom.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.budget.Effort;
import org.strongroom.server.query.mapping.CatalogMappings;

class EffortTest {
  /** With it images are looked at one by one; else they would be counted in their copies. */
  private static final Condition EACH = DSL.condition("1 = 1");

  private final Queries queries =
      new Queries(
          CatalogMappings.all(),
          ZoneOffset.UTC,
          new Effort(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(2)));

  @TempDir private Path directory;

  /** Relations that lead back and forth multiply: 2000 images of one storage, twice over. */
  @Test
  void sqliteCutsShortWhatCostsTooMuch() {
    cutsShort(CatalogKind.SQLITE, EACH, "backupStorage.image.".repeat(2) + "name=nothing");
  }

  @Test
  void postgresCutsShortWhatCostsTooMuch() {
    cutsShort(
        CatalogKind.POSTGRESQL,
        DSL.condition("EXISTS (SELECT 1 FROM generate_series(1, 2000000000) n WHERE n < 0)"),
        "name~=%");
  }

  @Test
  void postgresCutsShortWhatSeemsCheapAndDoesNotEnd() {
    cutsShort(CatalogKind.POSTGRESQL, DSL.condition("pg_sleep(60) IS NOT NULL"), "name~=%");
  }

  /** It is a busy database that makes it slow: here, one that waits longer than it may take. */
  @Test
  void postgresMayTakeItsTimeForWhatIsCheap() {
    Queries patient =
        new Queries(
            CatalogMappings.all(),
            ZoneOffset.UTC,
            new Effort(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMinutes(1)));
    try (Database database = CatalogKind.POSTGRESQL.open(directory)) {
      fill(database, 10);
      Condition slow = DSL.condition("pg_sleep(1.1) IS NOT NULL");
      assertThat(count(patient, database, "name=image7", slow)).isEqualTo(1);
    }
  }

  /** Two queries that never end hold two of the places, and no thread that carries others. */
  @Test
  void costlyQueriesOfOneAccountLeavePlacesToOthersAndEndWithTheirClients() {
    Queries patient =
        new Queries(
            CatalogMappings.all(),
            ZoneOffset.UTC,
            new Effort(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5)));
    try (Database database = CatalogKind.SQLITE.open(directory)) {
      fill(database, 1000);
      AtomicBoolean gone = new AtomicBoolean();
      List<CompletableFuture<Long>> costly =
          Stream.generate(() ->
                  asked(
                      "mallory",
                      gone::get,
                      patient,
                      database,
                      "backupStorage.image.".repeat(2) + "name=nothing"))
              .limit(6)
              .toList();
      assertThat(asked("ann", () -> false, patient, database, "name=image7").join()).isEqualTo(1);
      assertThat(costly).noneMatch(CompletableFuture::isDone);
      gone.set(true);
      for (CompletableFuture<Long> query : costly) {
        assertThatThrownBy(query::join)
            .cause()
            .isInstanceOfSatisfying(
                ApiException.class, e -> assertThat(e.is(ErrorCode.CANCELLED)).isTrue());
      }
      assertThat(asked("mallory", () -> false, patient, database, "name=image7").join())
          .isEqualTo(1);
    }
  }

  private static CompletableFuture<Long> asked(
      String account, BooleanSupplier gone, Queries queries, Database database, String condition) {
    return CompletableFuture.supplyAsync(
        () -> {
          Origin origin = new Origin("10.0.0.1", "req-1", gone);
          origin.known(account);
          origin.bind();
          return count(queries, database, condition, EACH);
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static void fill(Database database, int images) {
    database.write(transaction -> {
      SampleCatalog sample = new SampleCatalog(transaction.sql());
      sample.storage("local", null, "Enabled", "Connected", null, 1, 1, 0);
      for (int i = 0; i < images; i++) {
        sample.image("image" + i, null, "Linux", i, false, i);
        sample.copy("image" + i, "local", "Ready", null);
      }
      return true;
    });
  }

  private void cutsShort(CatalogKind fixture, Condition among, String condition) {
    try (Database database = fixture.open(directory)) {
      fill(database, 2000);
      assertThatThrownBy(() -> count(queries, database, condition, among))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.is(ErrorCode.TIMED_OUT)).isTrue())
          .hasMessageContaining("costs too much");
      assertThat(count(queries, database, "name=image7", DSL.noCondition())).isEqualTo(1);
    }
  }

  private static Long count(Queries queries, Database database, String condition, Condition among) {
    Query count = new Query(List.of(condition), 1, 0, true, false, null, null, null, null, null);
    Long total =
        database.read(sql -> queries.find(sql, ImageInventory.class, count, among).total());
    return total == null ? -1 : total;
  }
}
