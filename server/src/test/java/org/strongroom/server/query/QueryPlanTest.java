package org.strongroom.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.mapping.CatalogMappings;

/** A page of a large table comes from an index: neither a sort nor a scan of everything. */
class QueryPlanTest {
  private static final List<Class<? extends Record>> LARGE =
      List.of(ImageInventory.class, BackupStorageInventory.class);

  private final Selects selects = new Selects();
  private final Mappings mappings = CatalogMappings.all();

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void pagesInTheUsualOrdersNeedNoSort(CatalogKind fixture, @TempDir Path directory) {
    try (Database database = fixture.open(directory)) {
      fill(database);
      for (Class<? extends Record> inventory : LARGE) {
        for (String sort : List.of("", "name", "-name", "createDate", "-createDate")) {
          String plan = database.read(sql -> plan(sql, inventory, sort));
          assertThat(plan)
              .describedAs(inventory.getSimpleName() + " sorted by " + sort)
              .containsPattern("(?i)using (covering )?index|index scan")
              .doesNotContain("TEMP B-TREE FOR ORDER BY")
              .doesNotContain("Sort Key");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aUuidIsFoundThroughThePrimaryKey(CatalogKind fixture, @TempDir Path directory) {
    try (Database database = fixture.open(directory)) {
      fill(database);
      String byUuid = database.read(sql -> plan(sql, ImageInventory.class, "", "uuid=ABC"));
      assertThat(byUuid).containsPattern("autoindex_image_1|image_pkey");
      String byName = database.read(sql -> plan(sql, ImageInventory.class, "", "name=image7"));
      assertThat(byName).contains("image_name");
    }
  }

  private static void fill(Database database) {
    database.write(transaction -> {
      SampleCatalog sample = new SampleCatalog(transaction.sql());
      for (int i = 0; i < 3000; i++) {
        sample.image("image" + i, "an image", "Linux", i, false, i);
        sample.storage("storage" + i, null, "Enabled", "Connected", null, 1, 1, i);
      }
      transaction.sql().execute("ANALYZE");
      return true;
    });
  }

  private String plan(
      DSLContext sql, Class<? extends Record> inventory, String sort, String... conditions) {
    Query query =
        new Query(List.of(conditions), 100, 0, false, false, sort, null, null, null, null);
    Search<?> search =
        Search.of(
            mappings.of(inventory),
            query,
            new Resolver(mappings, ZoneOffset.UTC),
            Extra.NONE,
            Optional.empty());
    PreparedSql rows = selects.rows(sql, search);
    String explain =
        sql.dialect() == org.jooq.SQLDialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
    return sql.connectionResult(connection ->
        new PreparedSql(explain + rows.text(), rows.order())
            .run(
                connection,
                search.pageValues(),
                Effort.USUAL.begin(() -> false),
                found -> {
                  StringBuilder plan = new StringBuilder();
                  while (found.next()) {
                    plan.append(found.getString(found.getMetaData().getColumnCount())).append('\n');
                  }
                  return plan.toString();
                }));
  }
}
