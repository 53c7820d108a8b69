package org.strongroom.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;

@ParameterizedClass
@EnumSource(CatalogKind.class)
class DatabaseTest {
  private static final int WRITERS = 200;

  private final CatalogKind kind;
  @TempDir Path directory;

  private TestCatalog catalog;
  private Database database;

  DatabaseTest(CatalogKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    catalog = kind.create(directory);
    database = catalog.open();
  }

  @AfterEach
  void close() {
    database.close();
    catalog.close();
  }

  private static String insert(String name, Transaction transaction) {
    String uuid = Uuid.random();
    transaction
        .sql()
        .insertInto(ZONE)
        .set(ZONE.UUID, uuid)
        .set(ZONE.NAME, name)
        .set(ZONE.STATE, "Enabled")
        .set(ZONE.IS_DEFAULT, false)
        .set(ZONE.CREATED, 1L)
        .set(ZONE.UPDATED, 1L)
        .execute();
    return uuid;
  }

  /** What looks, fails; nobody looks unless another version had the catalog. */
  @Test
  void aCatalogWithAllMigrationsIsNotLookedAtAgain() {
    execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
    catalog.open().close();
    execute(
        kind == CatalogKind.SQLITE
            ? "PRAGMA user_version = 12345"
            : "COMMENT ON TABLE flyway_schema_history IS '12345'");
    assertThatThrownBy(() -> catalog.open()).isInstanceOf(FlywayException.class);
  }

  private void execute(String statement) {
    database.write(transaction -> transaction.sql().execute(statement));
  }

  private static List<String> names(Database of) {
    return of.read(sql -> sql.select(ZONE.NAME).from(ZONE).orderBy(ZONE.NAME).fetch(ZONE.NAME));
  }

  @Test
  void whatWasWrittenIsSeenByEverybody() {
    database.write(transaction -> insert("zone1", transaction));
    assertThat(names(database)).containsExactly("zone1");
    try (Database other = catalog.open()) {
      assertThat(names(other)).containsExactly("zone1");
    }
  }

  @Test
  void whatFailsLeavesNothing() {
    AtomicInteger announced = new AtomicInteger();
    assertThatThrownBy(() ->
            database.write(transaction -> {
              transaction.afterCommit(announced::incrementAndGet);
              insert("zone1", transaction);
              throw new IllegalArgumentException("no");
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThat(names(database)).isEmpty();
    assertThat(announced).hasValue(0);
  }

  @Test
  void aStatementThatFailsTakesItsUnitOfWorkBack() {
    assertThatThrownBy(() ->
            database.write(transaction -> {
              insert("zone1", transaction);
              return transaction.sql().insertInto(ZONE).set(ZONE.UUID, "x").execute();
            }))
        .isInstanceOf(DataAccessException.class);
    assertThat(names(database)).isEmpty();
  }

  @Test
  void ofManyAtOneTimeThoseThatFailTakeBackOnlyThemselves() throws Exception {
    List<String> expected = new ArrayList<>();
    AtomicInteger announced = new AtomicInteger();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> writes = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String name = "zone%03d".formatted(i);
        boolean fails = i % 3 == 0;
        if (!fails) {
          expected.add(name);
        }
        writes.add(
            writers.submit(() ->
                database.write(transaction -> {
                  transaction.afterCommit(announced::incrementAndGet);
                  String uuid = insert(name, transaction);
                  if (fails) {
                    throw new IllegalArgumentException(name);
                  }
                  return uuid;
                })));
      }
      int failed = 0;
      for (Future<String> write : writes) {
        try {
          write.get();
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
          failed++;
        }
      }
      assertThat(failed).isEqualTo(WRITERS - expected.size());
    }
    assertThat(announced).hasValue(expected.size());
    try (Database other = catalog.open()) {
      assertThat(names(other)).isEqualTo(expected);
    }
  }

  @Test
  void anErrorOfTheProgramDoesNotStopTheWriter() {
    assertThatThrownBy(() ->
            database.write(transaction -> {
              throw new StackOverflowError();
            }))
        .isInstanceOfAny(StackOverflowError.class, RuntimeException.class);
    database.write(transaction -> insert("zone1", transaction));
    assertThat(names(database)).containsExactly("zone1");
  }

  @Test
  void whatComesAfterTheEndFails() {
    database.close();
    assertThatThrownBy(() -> database.write(transaction -> insert("zone1", transaction)))
        .isInstanceOf(Exception.class);
  }

  /** A node may be paused in the middle of a transaction, for ever. */
  @Test
  void aTransactionThatNobodyGoesOnWithDoesNotKeepItsLocks() {
    assumeThat(kind).isEqualTo(CatalogKind.POSTGRESQL);
    database.write(transaction -> insert("locked", transaction));
    CompletableFuture<Void> over = new CompletableFuture<>();
    AtomicInteger runs = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch locked = new CountDownLatch(1);
      threads.execute(() ->
          database.write(transaction -> {
            transaction.sql().update(ZONE).set(ZONE.UPDATED, 2L).execute();
            locked.countDown();
            if (runs.incrementAndGet() == 1) {
              over.join(); // paused
            }
            return transaction.sql().update(ZONE).set(ZONE.UPDATED, 3L).execute();
          }));
      locked.await();
      database.write(transaction -> transaction.sql().update(ZONE).set(ZONE.UPDATED, 4L).execute());
      over.complete(null);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(runs.get()).as("what was cut off is done again").isEqualTo(2);
  }
}
