package org.strongroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.SessionInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.CallGround;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;

/**
 * A call whose session was looked at before its account was deleted, or its session ended, and that
 * writes after that: in whichever order the two come to the catalog, nothing is left of nobody.
 */
class DeletionRaceTest {
  @TempDir Path directory;
  private CatalogKind.TestCatalog catalog;
  private TestCore core;
  private Database other;
  private Caller somebody;
  private String session;

  @AfterEach
  void close() {
    Origin.unbind();
    other.close();
    core.close();
    catalog.close();
  }

  private void start(CatalogKind kind) {
    catalog = kind.create(directory);
    core = TestCore.start(catalog.open(), directory, Clock.systemUTC());
    other = catalog.open();
    String password = PasswordHash.sha512("secret");
    var account =
        (AccountInventory)
            ((InventoryReply<?>)
                    core.call("CreateAccount", Map.of("name", "somebody", "password", password)))
                .inventory();
    somebody = new Caller(account.uuid(), account.name(), false);
    session =
        String.valueOf(
            ((SessionInventory)
                    ((InventoryReply<?>)
                            core.call(
                                "LogInByAccount",
                                Map.of("accountName", "somebody", "password", password)))
                        .inventory())
                .uuid());
  }

  /** What a face does before it calls: from now on the session counts as looked at. */
  private void lookAtTheSession() {
    new Origin("127.0.0.1", "req-late", () -> false).bind();
    assertThat(core.sessions().caller(session)).contains(somebody);
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatCameBeforeAndWritesAfterIsRefused(CatalogKind kind) {
    start(kind);
    lookAtTheSession();
    // at another node, whose caches are others
    other.write(transaction -> {
      transaction.sql().deleteFrom(SESSION).execute();
      return transaction
          .sql()
          .deleteFrom(ACCOUNT)
          .where(ACCOUNT.UUID.eq(somebody.accountUuid()))
          .execute();
    });
    assertThat(failure(() -> core.call("RenewSession", Map.of("sessionUuid", session), somebody)))
        .hasValueSatisfying(text -> assertThat(text).contains("ended meanwhile"));
    Origin.unbind();
    assertThat(ofSomebody(core.database())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aSessionThatEndedWritesNothingMore(CatalogKind kind) {
    start(kind);
    lookAtTheSession();
    other.write(transaction -> transaction.sql().deleteFrom(SESSION).execute());
    assertThat(failure(() -> core.call("RenewSession", Map.of("sessionUuid", session), somebody)))
        .hasValueSatisfying(text -> assertThat(text).contains("ended meanwhile"));
  }

  /** The two transactions meet: one of them has its rows, the other waits for it. */
  @ParameterizedTest
  @EnumSource
  void aDeletionWaitsForWhatIsBeingWrittenAndIsRefusedThen(CatalogKind kind) throws Exception {
    start(kind);
    lookAtTheSession();
    CallGround ground = CallGround.current();
    Origin.unbind();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> call =
        CompletableFuture.runAsync(
            () ->
                other.write(transaction -> {
                  ground.hold(transaction);
                  transaction
                      .insertInto(VOLUME)
                      .set(VOLUME.UUID, Uuid.random())
                      .set(VOLUME.NAME, "late")
                      .set(VOLUME.TYPE, "Data")
                      .set(VOLUME.FORMAT, "raw")
                      .set(VOLUME.SIZE, 1L)
                      .set(VOLUME.ACTUAL_SIZE, 1L)
                      .set(VOLUME.ACCOUNT_UUID, somebody.accountUuid())
                      .set(VOLUME.STATE, "Enabled")
                      .set(VOLUME.STATUS, "NotInstantiated")
                      .set(VOLUME.CREATED, 1L)
                      .set(VOLUME.UPDATED, 1L)
                      .execute();
                  written.countDown();
                  awaitQuietly(end);
                  return true;
                }),
            DeletionRaceTest::aside);
    written.await();
    CompletableFuture<Optional<String>> deletion =
        CompletableFuture.supplyAsync(
            () -> failure(() -> core.call("DeleteAccount", Map.of("uuid", somebody.accountUuid()))),
            DeletionRaceTest::aside);
    if (kind == CatalogKind.POSTGRESQL) {
      awaitSomebodyWaits(deletion);
    }
    end.countDown();
    call.get();
    assertThat(deletion.get())
        .as("it owns something now")
        .hasValueSatisfying(text -> assertThat(text).contains("1 volumes"));
    assertThat(ofSomebody(core.database())).isNotEmpty();
    assertThat(
            core.database()
                .<Boolean>read(
                    sql -> sql.fetchExists(ACCOUNT, ACCOUNT.UUID.eq(somebody.accountUuid()))))
        .isTrue();
  }

  private void awaitSomebodyWaits(CompletableFuture<?> orEnded) {
    while (!orEnded.isDone()
        && !core.database()
            .<Boolean>read(
                sql -> sql.fetchExists(DSL.table("pg_locks"), DSL.condition("NOT granted")))) {
      Thread.onSpinWait();
    }
  }

  /** On a thread of its own: the common pool may have a single one. */
  private static void aside(Runnable work) {
    Thread.ofPlatform().daemon().start(work);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<String> failure(Supplier<?> call) {
    try {
      call.get();
      return Optional.empty();
    } catch (ApiException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What belongs to the account: volumes, and jobs that were done for it. */
  private List<String> ofSomebody(Database database) {
    return database.read(sql -> {
      List<String> all =
          new ArrayList<>(
              sql.select(VOLUME.UUID)
                  .from(VOLUME)
                  .where(VOLUME.ACCOUNT_UUID.eq(somebody.accountUuid()))
                  .fetch(VOLUME.UUID));
      all.addAll(
          sql.select(JOB.UUID)
              .from(JOB)
              .where(JOB.ACCOUNT_UUID.eq(somebody.accountUuid()))
              .fetch(JOB.UUID));
      return all;
    });
  }
}
