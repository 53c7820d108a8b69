package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.mapping.CatalogMappings;

/** Pages that begin after a row show each row once, whatever they are sorted by. */
class ResumedQueryTest {
  private static final List<@Nullable String> DESCRIPTIONS =
      java.util.Arrays.asList(null, "b", "B", null, "a", "b", "");

  private final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void eachRowComesOnce(CatalogKind fixture) {
    try (Database database = filled(fixture)) {
      List<String> fields =
          queries(CatalogMappings.all().of(ImageInventory.class).sortable().keySet().stream());
      assertThat(fields).contains("+name", "-description", "+createDate", "-system");
      for (String sort : fields) {
        List<String> whole = page(database, sort, null, 100);
        assertThat(whole).as(sort).hasSize(DESCRIPTIONS.size());
        for (int limit : new int[] {1, 2, 3}) {
          assertThat(pages(database, sort, limit)).as(sort + " by " + limit).isEqualTo(whole);
        }
      }
    }
  }

  private static List<String> queries(Stream<String> fields) {
    return Stream.concat(
            fields.flatMap(name -> Stream.of("+" + name, "-" + name)),
            Stream.of("", "-system,+description,-size"))
        .toList();
  }

  private List<String> pages(Database database, String sort, int limit) {
    List<String> all = new ArrayList<>();
    List<String> page = page(database, sort, null, limit);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = page(database, sort, page.getLast(), limit);
    }
    return all;
  }

  private List<String> page(Database database, String sort, @Nullable String after, int limit) {
    Query query = new Query(List.of(), limit, 0, false, true, sort, null, null, null, null, after);
    return database.read(sql -> {
      var reply = queries.find(sql, ImageInventory.class, query);
      assertThat(reply.total()).isEqualTo(DESCRIPTIONS.size());
      return requireNonNull(reply.inventories()).stream().map(ImageInventory::uuid).toList();
    });
  }

  /** Else the order would tell, letter by letter, what a row says that may not be shown. */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void nothingComesAfterARowThatTheQueryCannotFind(CatalogKind fixture) {
    try (Database database = filled(fixture)) {
      for (String sort : List.of("+name", "-name")) {
        List<String> all = page(database, sort, null, 100);
        String foreign = all.get(3);
        Condition among = IMAGE.UUID.ne(foreign);
        assertThat(among(database, sort, foreign, among)).isEmpty();
        assertThat(among(database, sort, all.get(2), among)).isEqualTo(all.subList(4, all.size()));
      }
    }
  }

  private List<String> among(Database database, String sort, String after, Condition among) {
    Query query = new Query(List.of(), 100, 0, false, false, sort, null, null, null, null, after);
    return database.read(sql ->
        requireNonNull(queries.find(sql, ImageInventory.class, query, among).inventories()).stream()
            .map(ImageInventory::uuid)
            .toList());
  }

  private Database filled(CatalogKind fixture) {
    Database database = fixture.open(directory);
    database.write(transaction -> {
      SampleCatalog catalog = new SampleCatalog(transaction.sql());
      for (int i = 0; i < DESCRIPTIONS.size(); i++) {
        catalog.image("image" + i, DESCRIPTIONS.get(i), "Linux", i / 3, i % 2 == 0, i / 2);
      }
      return true;
    });
    return database;
  }

  @ParameterizedTest
  @EnumSource(value = CatalogKind.class, names = "SQLITE")
  void rowsWithoutAUuidCannotBeGoneOnAfter(CatalogKind fixture) {
    try (Database database = fixture.open(directory)) {
      Query query =
          new Query(List.of(), 1, 0, false, false, null, null, null, null, null, "anything");
      assertThatThrownBy(
              () -> database.read(sql -> queries.find(sql, GlobalConfigInventory.class, query)))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("SYS.1007")
          .hasMessageContaining("has no uuid");
    }
  }
}
