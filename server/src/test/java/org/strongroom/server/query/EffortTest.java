package org.strongroom.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.query.mapping.CatalogMappings;

class EffortTest {
  private final Queries queries =
      new Queries(CatalogMappings.all(), ZoneOffset.UTC, new Effort(5, 1));

  @TempDir private Path directory;

  /** Relations that lead back and forth multiply: 200 images of one storage, eight times over. */
  @Test
  void sqliteCutsShortWhatCostsTooMuch() {
    cutsShort(
        CatalogFixture.SQLITE,
        DSL.noCondition(),
        "backupStorage.image.".repeat(8) + "name=nothing");
  }

  @Test
  void postgresCutsShortWhatCostsTooMuch() {
    cutsShort(CatalogFixture.POSTGRES, DSL.condition("pg_sleep(60) IS NOT NULL"), "name~=%");
  }

  private void cutsShort(CatalogFixture fixture, Condition among, String condition) {
    try (Database database = fixture.open(directory)) {
      database.write(transaction -> {
        SampleCatalog sample = new SampleCatalog(transaction.sql());
        sample.storage("local", null, "Enabled", "Connected", null, 1, 1, 0);
        for (int i = 0; i < 200; i++) {
          sample.image("image" + i, null, "Linux", i, false, i);
          sample.copy("image" + i, "local", "Ready", null);
        }
        return true;
      });
      assertThatThrownBy(() -> count(database, condition, among))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.is(ErrorCode.TIMED_OUT)).isTrue())
          .hasMessageContaining("costs too much");
      assertThat(count(database, "name=image7", DSL.noCondition())).isEqualTo(1);
    }
  }

  private Long count(Database database, String condition, Condition among) {
    Query count = new Query(List.of(condition), 1, 0, true, false, null, null, null, null, null);
    Long total =
        database.read(sql -> queries.find(sql, ImageInventory.class, count, among).total());
    return total == null ? -1 : total;
  }
}
