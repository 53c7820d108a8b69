package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.query.budget.Effort;
import org.strongroom.server.query.budget.PreparedSql;
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

  /** The overview asks so for each administrator who looks: hardly ever is there such a copy. */
  @Test
  void sqliteFindsDamagedCopiesFromThemselvesNotFromAllImages(@TempDir Path directory) {
    try (Database database = CatalogKind.SQLITE.open(directory)) {
      fill(database);
      String plan = database.read(sql -> plan(sql, ImageInventory.class, "name", DAMAGED));
      assertThat(plan).contains("image_copy_damaged").doesNotContain("SCAN image ");
    }
  }

  private static final String DAMAGED = "backupStorageRef.damagedDate not null";

  /**
   * What the overview asks whenever somebody looks, and the page of a user, however many jobs and
   * schedules there are.
   */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void theOverviewFindsWhatFailedInIndexes(CatalogKind fixture, @TempDir Path directory) {
    try (Database database = fixture.open(directory)) {
      database.write(transaction -> {
        transaction.sql().execute(JOBS);
        transaction.sql().execute(SCHEDULES);
        transaction.sql().execute("ANALYZE");
        return true;
      });
      Map<Asked, String> indexes =
          Map.of(
              jobs("state=Failed", "createDate>2001-09-09T00:00:00Z"),
              "job_state",
              jobs("finishDate is null"),
              "job_(finished|state)",
              jobs("accountUuid=" + "b".repeat(32)),
              "job_account",
              new Asked(
                  ScheduleInventory.class,
                  "-lastRun",
                  List.of("state=Enabled", "lastError not null")),
              "schedule_trouble");
      indexes.forEach((asked, index) -> {
        String plan =
            database.read(sql ->
                plan(
                    sql,
                    asked.inventory(),
                    asked.sort(),
                    asked.conditions().toArray(String[]::new)));
        assertThat(plan)
            .describedAs("%s", asked)
            .containsPattern(index)
            .doesNotContainPattern("Seq Scan on (job|schedule)|SCAN (job|schedule)( |$)(?!USING)");
      });
    }
  }

  private static Asked jobs(String... conditions) {
    return new Asked(LongJobInventory.class, "-createDate", List.of(conditions));
  }

  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) ";
  private static final String JOBS =
      NUMBERS
          + "INSERT INTO job (uuid, operation, version, account_uuid, state, step, progress,"
          + " cancel_requested, created, updated, finished) SELECT 'job' || i, 'VerifyImage', 1,"
          + " 'a', CASE WHEN i % 50 = 0 THEN 'Failed' ELSE 'Succeeded' END, 1, 100, false,"
          + " 1000000000000 + i, 1000000000000 + i, CASE WHEN i % 1000 = 0 THEN NULL ELSE"
          + " 1000000000000 + i END FROM n";
  private static final String SCHEDULES =
      NUMBERS
          + "INSERT INTO schedule (uuid, name, operation, state, cron, time_zone, kept, last_run,"
          + " last_result, last_error, created, updated) SELECT 'schedule' || i, 'nightly' || i,"
          + " 'BackupVolume', 'Enabled', '0 2 * * *', 'UTC', 0, 1000000000000 + i,"
          + " CASE WHEN i % 500 = 0 THEN 'NotStarted' ELSE 'Succeeded' END,"
          + " CASE WHEN i % 500 = 0 THEN 'the volume is gone' END, i, i FROM n";

  /** Conditions that hardly any row fails, that hardly any fulfils, and orders of every kind. */
  private static final List<Asked> OF_A_LARGE_CATALOG =
      List.of(
          images("", "backupStorage.state=Enabled"),
          images("", "backupStorageRef.status=Ready"),
          images("name", DAMAGED),
          images("", "backupStorage.zone.name~=zone%"),
          images("", "backupStorage.image.platform=Linux"),
          images("", "backupStorage.name=storage7"),
          images("-createDate", "platform=Linux", "backupStorage.state=Enabled", "size>5"),
          images("size"),
          images("-size"),
          images("actualSize"),
          images("lastOpDate"),
          images("platform"),
          images("-platform"),
          images("guestOsType"),
          images("architecture"),
          images("format"),
          images("mediaType"),
          images("state"),
          images("status"),
          images("", "platform=Windows"),
          images("", "platform=nothing"),
          images("", "__userTag__=rack7"),
          storages("image.platform=Linux"),
          storages("image.platform=nothing"),
          storages("image.name=image500"),
          storages("imageRef.status=Ready"),
          storages("volumeSnapshot.state=Enabled"),
          new Asked(ImageBackupStorageRefInventory.class, "", List.of("image.platform=Linux")),
          new Asked(ZoneInventory.class, "", List.of("backupStorage.image.platform=Linux")));

  private record Asked(Class<? extends Record> inventory, String sort, List<String> conditions) {}

  private static Asked images(String sort, String... conditions) {
    return new Asked(ImageInventory.class, sort, List.of(conditions));
  }

  private static Asked storages(String... conditions) {
    return new Asked(BackupStorageInventory.class, "", List.of(conditions));
  }

  /** What PostgreSQL really reads for a page is near what the page holds, not the tables. */
  @Test
  void postgresReadsLittleOfALargeCatalogForAPage(@TempDir Path directory) {
    try (Database database = CatalogKind.POSTGRESQL.open(directory)) {
      LargeCatalog.fill(database, 20_000);
      for (Asked asked : OF_A_LARGE_CATALOG) {
        String plan =
            database.read(sql ->
                plan(
                    "EXPLAIN (ANALYZE, BUFFERS) ",
                    sql,
                    asked.inventory(),
                    asked.sort(),
                    asked.conditions().toArray(String[]::new)));
        assertThat(pagesRead(plan)).describedAs(asked + "\n" + plan).isLessThan(4000);
        assertThat(plan).describedAs("%s", asked).doesNotContain("Seq Scan on image");
      }
    }
  }

  /** Images that lead somewhere are counted in their copies, those with a text in its index. */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void countsOfImagesReadIndexesAlone(CatalogKind fixture, @TempDir Path directory) {
    Queries queries = new Queries(mappings, ZoneOffset.UTC);
    try (TestCatalog catalog = fixture.create(directory);
        Database database = catalog.open()) {
      LargeCatalog.fill(database, 5_000);
      secondCopies(database);
      vacuum(catalog);
      for (String condition :
          List.of(
              "backupStorage.state=Enabled",
              "backupStorage.name=storage7",
              "backupStorage.name!=storage7",
              "backupStorage.zone.name=zone3",
              "backupStorageRef.status=Ready",
              "backupStorageRef.status!=Ready")) {
        Query count =
            new Query(List.of(condition), 1, 0, true, false, null, null, null, null, null);
        Long counted = database.read(sql -> queries.find(sql, ImageInventory.class, count).total());
        assertThat(counted).describedAs(condition).isEqualTo(namesOf(database, queries, condition));
        String plan = database.read(sql -> indexed(sql, count));
        assertThat(plan)
            .describedAs(condition)
            .doesNotContainPattern("(?im)scan .*\\bimage( |$)")
            .containsPattern("(?i)index (only )?scan|covering index");
      }
      if (fixture == CatalogKind.POSTGRESQL) {
        for (String field : List.of("platform=Linux", "status=Ready", "format=qcow2", "name~=i%")) {
          Query count = new Query(List.of(field), 1, 0, true, false, null, null, null, null, null);
          String plan = database.read(sql -> indexed(sql, count));
          assertThat(plan).describedAs(field).contains("Index Only Scan");
        }
      }
    }
  }

  private static long namesOf(Database database, Queries queries, String condition) {
    Query all =
        new Query(List.of(condition), 9_999, 0, false, false, null, "name", null, null, null);
    return requireNonNull(
            database.read(sql -> queries.find(sql, ImageInventory.class, all)).inventories())
        .size();
  }

  /** One image of ten lies on another storage, too, and one of a hundred is damaged there. */
  private static void secondCopies(Database database) {
    database.write(transaction ->
        transaction
            .sql()
            .execute(
                "INSERT INTO image_copy (image_uuid, backup_storage_uuid, install_path, status,"
                    + " size, created, updated) SELECT i.uuid, (SELECT MIN(uuid) FROM"
                    + " backup_storage WHERE uuid NOT IN (SELECT backup_storage_uuid FROM"
                    + " image_copy c WHERE c.image_uuid = i.uuid)), '/second/' || i.uuid,"
                    + " CASE i.created % 100000 WHEN 0 THEN 'Damaged' ELSE 'Ready' END, 1, 1, 1"
                    + " FROM image i WHERE i.created % 10000 = 0"));
  }

  /** As PostgreSQL does by itself after a while. */
  private static void vacuum(TestCatalog catalog) {
    try (Connection connection =
            DriverManager.getConnection(
                catalog.url(), catalog.user().orElse(null), catalog.password().orElse(null));
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM");
      statement.execute("ANALYZE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the whole statement, which its first node tells. */
  private static int pagesRead(String plan) {
    Matcher buffers = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?").matcher(plan);
    assertThat(buffers.find()).describedAs(plan).isTrue();
    return Integer.parseInt(buffers.group(1))
        + (buffers.group(2) == null ? 0 : Integer.parseInt(buffers.group(2)));
  }

  @Test
  void sqliteFindsPagesInOrdersOfSizeAndTimeInAnIndex(@TempDir Path directory) {
    try (Database database = CatalogKind.SQLITE.open(directory)) {
      fill(database);
      for (String sort : List.of("size", "-size", "actualSize", "lastOpDate")) {
        String plan = database.read(sql -> plan(sql, ImageInventory.class, sort));
        assertThat(plan).describedAs(sort).contains("USING INDEX").doesNotContain("TEMP B-TREE");
      }
    }
  }

  /** The planner has to know how many rows have a text, in the form in which it is compared. */
  @Test
  void postgresKeepsFiguresOfEveryTextThatConditionsCanBeAbout(@TempDir Path directory) {
    try (Database database = CatalogKind.POSTGRESQL.open(directory)) {
      String known =
          database.read(sql ->
              String.join(
                  "\n",
                  sql
                      .fetchValues(
                          "SELECT pg_get_statisticsobjdef_expressions(oid)::text || ' of '"
                              + " || stxrelid::regclass FROM pg_statistic_ext UNION ALL SELECT"
                              + " pg_get_indexdef(indexrelid) || ' of ' || indrelid::regclass"
                              + " FROM pg_index")
                      .stream()
                      .map(String::valueOf)
                      .toList()));
      for (Mapping<?> mapping :
          List.of(
              mappings.of(ImageInventory.class),
              mappings.of(BackupStorageInventory.class),
              mappings.of(ImageBackupStorageRefInventory.class),
              mappings.of(VolumeSnapshotInventory.class),
              mappings.of(ZoneInventory.class))) {
        mapping
            .sortable()
            .forEach((name, field) -> {
              Matcher text =
                  Pattern.compile("lower\\(\"\\w+\"\\.\"(\\w+)\"\\)")
                      .matcher(
                          DSL.using(SQLDialect.POSTGRES)
                              .render(field.column().in(mapping.table())));
              if (text.matches()) {
                assertThat(known)
                    .describedAs(mapping.noun() + "." + name)
                    .containsPattern(
                        "lower\\(\\(?"
                            + text.group(1)
                            + "\\)?.* of "
                            + mapping.table().getName()
                            + "(\n|$)");
              }
            });
      }
    }
  }

  /** A plan that fits any value is not kept for later pages, however often a query comes. */
  @Test
  void postgresPlansEachQueryForItsValues(@TempDir Path directory) {
    Queries queries = new Queries(mappings, ZoneOffset.UTC);
    Query query = new Query(List.of("name=a"), 100, 0, false, false, null, null, null, null, null);
    try (Database database = CatalogKind.POSTGRESQL.open(directory)) {
      List<?> anyValue =
          database.read(sql ->
              sql.connectionResult(connection -> {
                DSLContext one = DSL.using(connection, SQLDialect.POSTGRES);
                for (int i = 0; i < 12; i++) {
                  queries.find(one, ImageInventory.class, query);
                }
                return one.fetchValues(
                    "SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0");
              }));
      assertThat(anyValue).isEmpty();
    }
  }

  /** Rows before the page are counted in the index; the page is the same as without that. */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aPageFarBehindIsTheSameAsOneByOne(CatalogKind fixture, @TempDir Path directory) {
    Queries queries = new Queries(mappings, ZoneOffset.UTC);
    try (Database database = fixture.open(directory)) {
      fill(database);
      for (String sort : List.of("", "-size", "name", "-platform")) {
        assertThat(names(database, queries, sort, 1100, 50))
            .isEqualTo(names(database, queries, sort, 900, 300).subList(200, 250));
      }
    }
  }

  private static List<String> names(
      Database database, Queries queries, String sort, int start, int limit) {
    Query query =
        new Query(
            List.of("platform=linux"), limit, start, false, false, sort, null, null, null, null);
    return requireNonNull(
            database.read(sql -> queries.find(sql, ImageInventory.class, query)).inventories())
        .stream()
        .map(ImageInventory::name)
        .toList();
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
    return plan(
        sql.dialect() == SQLDialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ",
        sql,
        inventory,
        sort,
        conditions);
  }

  private String plan(
      String explain,
      DSLContext sql,
      Class<? extends Record> inventory,
      String sort,
      String... conditions) {
    return plan(
        explain,
        sql,
        inventory,
        new Query(List.of(conditions), 100, 0, false, false, sort, null, null, null, null));
  }

  private String explained(DSLContext sql, Class<? extends Record> inventory, Query query) {
    return plan(
        sql.dialect() == SQLDialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ",
        sql,
        inventory,
        query);
  }

  /** The plan that PostgreSQL has for tables of more rows than those of a test. */
  private String indexed(DSLContext sql, Query query) {
    if (sql.dialect() == SQLDialect.SQLITE) {
      return explained(sql, ImageInventory.class, query);
    }
    sql.execute("SET enable_seqscan = off");
    try {
      return explained(sql, ImageInventory.class, query);
    } finally {
      sql.execute("RESET enable_seqscan");
    }
  }

  private String plan(
      String explain, DSLContext sql, Class<? extends Record> inventory, Query query) {
    Search<?> search =
        Search.of(
            mappings.of(inventory),
            query,
            new Resolver(mappings, ZoneOffset.UTC),
            Extra.NONE,
            Optional.empty());
    PreparedSql rows = query.count() ? selects.count(sql, search) : selects.rows(sql, search);
    return sql.connectionResult(connection ->
        new PreparedSql(explain + rows.text(), rows.order())
            .run(
                connection,
                query.count() ? search.values() : search.pageValues(),
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
