package org.strongroom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.AuditLinkTable.AUDIT_LINK;
import static org.strongroom.server.catalog.system.AuditSealTable.AUDIT_SEAL;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.audit.VerifyAudit;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.SessionInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.account.ConsoleSessions;
import org.strongroom.server.account.LoggedIn;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.server.secret.Vault;

/** The audit log can be read, and nobody can change it without that being found. */
class AuditChainTest {
  @TempDir Path directory;
  private CatalogKind.TestCatalog catalog;
  private TestCore core;

  @AfterEach
  void close() {
    if (core != null) {
      core.close();
      catalog.close();
    }
  }

  private void start(CatalogKind kind) {
    catalog = kind.create(directory);
    core = TestCore.start(catalog.open(), directory, Clock.systemUTC());
    for (int i = 1; i <= 5; i++) {
      core.call("CreateZone", Map.of("name", "zone" + i));
    }
  }

  private VerifyAudit.Reply verify(Map<String, ?> known) {
    return (VerifyAudit.Reply) core.call("VerifyAudit", known);
  }

  private void tamper(Consumer<DSLContext> work) {
    assertThat(verify(Map.of()).valid()).isTrue();
    core.database()
        .write(transaction -> {
          work.accept(transaction.sql());
          return true;
        });
  }

  private static final org.jooq.Condition THIRD =
      AUDIT.UUID.in(
          DSL.select(AUDIT_LINK.AUDIT_UUID).from(AUDIT_LINK).where(AUDIT_LINK.NUMBER.eq(3L)));

  @ParameterizedTest
  @EnumSource
  void anUntouchedLogIsValid(CatalogKind kind) {
    start(kind);
    VerifyAudit.Reply reply = verify(Map.of());
    assertThat(reply.valid()).isTrue();
    assertThat(reply.links()).isEqualTo(5);
    assertThat(reply.firstNumber()).isEqualTo(1);
    assertThat(reply.lastNumber()).isEqualTo(5);
    assertThat(reply.lastDigest()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasDeletedIsNamed(CatalogKind kind) {
    start(kind);
    String zone =
        ((InventoryReply<?>) core.call("CreateZone", Map.of("name", "gone"))).inventory()
                instanceof ZoneInventory made
            ? made.uuid()
            : "";
    core.call("DeleteZone", Map.of("uuid", zone));
    assertThat(entries())
        .extracting(AuditInventory::operation, AuditInventory::resourceUuid)
        .contains(tuple("DeleteZone", zone));
    assertThat(verify(Map.of()).valid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aChangedEntryIsFound(CatalogKind kind) {
    start(kind);
    tamper(sql -> sql.update(AUDIT).set(AUDIT.OPERATION, "QueryZone").where(THIRD).execute());
    assertThat(verify(Map.of()))
        .satisfies(reply -> assertThat(reply.valid()).isFalse())
        .satisfies(
            reply -> assertThat(reply.fault()).endsWith("is not what was linked as number 3"));
  }

  @ParameterizedTest
  @EnumSource
  void everyColumnThatTellsSomethingIsCovered(CatalogKind kind) {
    start(kind);
    for (var field :
        List.of(
            AUDIT.ACCOUNT_UUID,
            AUDIT.SOURCE,
            AUDIT.RESOURCE_UUID,
            AUDIT.REQUEST_ID,
            AUDIT.JOB_UUID,
            AUDIT.OUTCOME,
            AUDIT.DETAILS)) {
      Map<String, String> kept = new ConcurrentHashMap<>();
      tamper(sql -> {
        String before = sql.select(field).from(AUDIT).where(THIRD).fetchOne(field);
        kept.put("before", before == null ? "" : before);
        sql.update(AUDIT).set(field, "other").where(THIRD).execute();
      });
      assertThat(verify(Map.of()).valid()).as(field.getName()).isFalse();
      core.database()
          .write(transaction ->
              transaction
                  .sql()
                  .update(AUDIT)
                  .set(field, field == AUDIT.DETAILS ? null : kept.get("before"))
                  .where(THIRD)
                  .execute());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingEntryIsFound(CatalogKind kind) {
    start(kind);
    tamper(sql -> sql.deleteFrom(AUDIT).where(THIRD).execute());
    assertThat(verify(Map.of()).fault()).endsWith("of link 3 is missing");
  }

  @ParameterizedTest
  @EnumSource
  void aMissingLinkIsFound(CatalogKind kind) {
    start(kind);
    tamper(sql -> sql.deleteFrom(AUDIT_LINK).where(AUDIT_LINK.NUMBER.eq(3L)).execute());
    assertThat(verify(Map.of()).fault()).isEqualTo("link 3 is missing");
  }

  @ParameterizedTest
  @EnumSource
  void aCutEndIsFoundByWhoeverNotedTheLastLink(CatalogKind kind) {
    start(kind);
    VerifyAudit.Reply noted = verify(Map.of());
    tamper(sql -> {
      sql.deleteFrom(AUDIT)
          .where(
              AUDIT.UUID.in(
                  DSL.select(AUDIT_LINK.AUDIT_UUID)
                      .from(AUDIT_LINK)
                      .where(AUDIT_LINK.NUMBER.eq(5L))))
          .execute();
      sql.deleteFrom(AUDIT_LINK).where(AUDIT_LINK.NUMBER.eq(5L)).execute();
    });
    assertThat(verify(Map.of()).fault())
        .isEqualTo("the chain ends at link 4, and this server sealed link 5");
    withoutSeals(); // then only a noted link tells
    assertThat(verify(Map.of()).valid()).isTrue();
    assertThat(verify(Map.of("number", 5, "digest", noted.lastDigest())).fault())
        .isEqualTo("the chain ends at link 4, before the one noted earlier");
    assertThat(verify(Map.of("number", 4, "digest", noted.lastDigest())).fault())
        .isEqualTo("link 4 has another digest than the one noted earlier");
  }

  @ParameterizedTest
  @EnumSource
  void oldEntriesAreForgottenAndTheRestStaysValid(CatalogKind kind) {
    start(kind);
    assertThat(verify(Map.of()).valid()).isTrue();
    long now = System.currentTimeMillis();
    assertThat(forget(1)).isZero();
    assertThat(forget(now + 60_000)).isEqualTo(5);
    assertThat(forget(now + 60_000)).isZero();
    core.call("CreateZone", Map.of("name", "later"));
    VerifyAudit.Reply reply = verify(Map.of());
    assertThat(reply.fault()).isNull();
    assertThat(reply.firstNumber()).isEqualTo(5);
    assertThat(reply.lastNumber()).isEqualTo(6);
    assertThat(entries()).extracting(AuditInventory::operation).containsExactly("CreateZone");
  }

  /** Whoever writes to the database alone, without the server's key. */
  private static void forgeForgetting(DSLContext sql, long last) {
    sql.deleteFrom(AUDIT)
        .where(
            AUDIT.UUID.in(
                DSL.select(AUDIT_LINK.AUDIT_UUID)
                    .from(AUDIT_LINK)
                    .where(AUDIT_LINK.NUMBER.le(last))))
        .execute();
    sql.deleteFrom(AUDIT_LINK).where(AUDIT_LINK.NUMBER.lt(last)).execute();
    sql.update(AUDIT_LINK)
        .setNull(AUDIT_LINK.AUDIT_UUID)
        .set(AUDIT_LINK.PART, AuditPart.ANCHOR)
        .where(AUDIT_LINK.NUMBER.eq(last))
        .execute();
  }

  private void withoutSeals() {
    core.database().write(transaction -> transaction.sql().deleteFrom(AUDIT_SEAL).execute());
  }

  @ParameterizedTest
  @EnumSource
  void aForgedBeginningIsNotTakenForForgettingByAge(CatalogKind kind) {
    start(kind);
    assertThat(verify(Map.of()).sealedFrom()).isZero();
    tamper(sql -> forgeForgetting(sql, 2));
    String fault =
        "the chain begins after link 2, and this server sealed that it begins after link 0";
    assertThat(verify(Map.of()).fault()).isEqualTo(fault);
    // what the server itself does afterwards covers nothing
    core.call("CreateZone", Map.of("name", "later"));
    assertThat(verify(Map.of()).fault()).isEqualTo(fault);
    assertThat(forget(System.currentTimeMillis() + 60_000)).isPositive();
    assertThat(verify(Map.of()).fault()).contains("sealed that it begins after link 0");
    withoutSeals();
    assertThat(verify(Map.of()).sealedFrom()).as("tells of the seals that were away").isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void aBeginningThatIsForgedAfterRealForgettingIsFound(CatalogKind kind) {
    start(kind);
    assertThat(verify(Map.of()).valid()).isTrue();
    assertThat(forget(System.currentTimeMillis() + 60_000)).isEqualTo(5);
    core.call("CreateZone", Map.of("name", "later"));
    core.call("CreateZone", Map.of("name", "latest"));
    assertThat(verify(Map.of()).fault()).isNull();
    tamper(sql -> {
      sql.deleteFrom(AUDIT_LINK).where(AUDIT_LINK.NUMBER.eq(5L)).execute();
      forgeForgetting(sql, 6);
    });
    assertThat(verify(Map.of()).fault())
        .isEqualTo(
            "the chain begins after link 6, and this server sealed that it begins after link 5");
  }

  /** All links made anew, which needs no key. */
  @ParameterizedTest
  @EnumSource
  void aChainThatWasMadeAnewIsFound(CatalogKind kind) {
    start(kind);
    tamper(sql -> {
      sql.deleteFrom(AUDIT).where(THIRD).execute();
      sql.deleteFrom(AUDIT_LINK).execute();
      sql.update(AUDIT).set(AUDIT.LINKED, 0).execute();
    });
    new AuditChain(core.database(), Vault.open(directory.resolve("other-key.json"))).link();
    assertThat(verify(Map.of()).fault())
        .isEqualTo("the chain ends at link 4, and this server sealed link 5");
    core.call("CreateZone", Map.of("name", "later"));
    assertThat(verify(Map.of()).fault())
        .isEqualTo("link 5 has another digest than this server sealed");
  }

  @ParameterizedTest
  @EnumSource
  void aSealOfAnotherKeyOrNoneAtAllIsTold(CatalogKind kind) {
    start(kind);
    tamper(sql -> sql.deleteFrom(AUDIT_SEAL).where(AUDIT_SEAL.NAME.eq("First")).execute());
    assertThat(verify(Map.of()).fault())
        .startsWith("the seal of the chain's first link is missing");
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .insertInto(AUDIT_SEAL)
                .set(AUDIT_SEAL.NAME, "First")
                .set(
                    AUDIT_SEAL.SEALED,
                    Vault.open(directory.resolve("other-key.json"))
                        .encrypt("0 " + "0".repeat(64) + " 0", "audit seal First"))
                .execute());
    core.call("CreateZone", Map.of("name", "later"));
    assertThat(verify(Map.of()).fault())
        .startsWith("the seal of the chain's first link is missing");
  }

  /** A node of the version before adds links and does not seal them. */
  @ParameterizedTest
  @EnumSource
  void linksOfNodesThatDoNotSealAreNoFault(CatalogKind kind) {
    start(kind);
    assertThat(verify(Map.of()).valid()).isTrue();
    List<String> seals =
        core.database()
            .read(sql ->
                sql.selectFrom(AUDIT_SEAL).orderBy(AUDIT_SEAL.NAME).fetch(AUDIT_SEAL.SEALED));
    core.call("CreateZone", Map.of("name", "of an older node"));
    assertThat(verify(Map.of()).valid()).isTrue();
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .update(AUDIT_SEAL)
                .set(AUDIT_SEAL.SEALED, seals.getLast())
                .where(AUDIT_SEAL.NAME.eq("Last"))
                .execute());
    core.call("CreateZone", Map.of("name", "later"));
    assertThat(verify(Map.of()).fault()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void refusedCallsAreInItWithTheirReason(CatalogKind kind) {
    start(kind);
    assertThatThrownBy(() -> core.call("CreateZone", Map.of())).isInstanceOf(ApiException.class);
    assertThat(entries().getLast().details()).contains("name");
    assertThat(entries().getLast().accountName()).isEqualTo("admin");
  }

  @ParameterizedTest
  @EnumSource
  void logInsAreInItGoodOrBad(CatalogKind kind) {
    start(kind);
    core.call(
        "LogInByAccount",
        Map.of("accountName", "admin", "password", PasswordHash.sha512("password")));
    assertThatThrownBy(() ->
            core.call(
                "LogInByAccount",
                Map.of("accountName", "admin", "password", PasswordHash.sha512("guessed"))))
        .isInstanceOf(ApiException.class);
    assertThat(entries().stream().filter(entry -> entry.operation().equals("LogIn")))
        .extracting(AuditInventory::outcome, AuditInventory::accountName)
        .containsExactly(tuple("Succeeded", "admin"), tuple("ID.1000", "admin"));
    assertThat(verify(Map.of()).valid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void logOutsAreInItOnce(CatalogKind kind) {
    start(kind);
    SessionInventory session =
        (SessionInventory)
            ((InventoryReply<?>)
                    core.call(
                        "LogInByAccount",
                        Map.of(
                            "accountName", "admin", "password", PasswordHash.sha512("password"))))
                .inventory();
    ConsoleSessions console =
        new ConsoleSessions(core.database(), core.sessions(), Clock.systemUTC());
    String secret = console.open(new LoggedIn(Caller.SYSTEM, kept()));
    for (int i = 0; i < 2; i++) {
      core.call("LogOut", Map.of("sessionUuid", session.uuid()));
      console.close(secret);
    }
    assertThat(entries().stream().filter(entry -> entry.operation().equals("LogOut")))
        .hasSize(2)
        .allSatisfy(entry -> {
          assertThat(entry.outcome()).isEqualTo("Succeeded");
          assertThat(entry.accountName()).isEqualTo("admin");
          assertThat(entry.resourceUuid()).hasSize(32).isNotEqualTo(session.uuid());
        });
    assertThat(verify(Map.of()).valid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void onlyAdministratorsReadIt(CatalogKind kind) {
    start(kind);
    Caller account = new Caller("5".repeat(32), "somebody", false);
    for (String operation : List.of("QueryAudit", "VerifyAudit")) {
      assertThatThrownBy(() -> core.call(operation, Map.of(), account))
          .as(operation)
          .hasMessageContaining("it is for administrators");
      assertThatThrownBy(() ->
              core.calls()
                  .answer(
                      org.strongroom.api.registry.Operations.named(operation).orElseThrow(),
                      Map.of(),
                      Optional.empty()))
          .hasMessageContaining("session");
    }
  }

  private String kept() {
    return core.database()
        .read(sql ->
            sql.select(ACCOUNT.PASSWORD)
                .from(ACCOUNT)
                .where(ACCOUNT.UUID.eq(Caller.SYSTEM.accountUuid()))
                .fetchSingle(ACCOUNT.PASSWORD));
  }

  private int forget(long before) {
    Integer forgotten =
        core.database().write(transaction -> core.auditChain().forget(before, transaction));
    return forgotten;
  }

  @SuppressWarnings("unchecked")
  private List<AuditInventory> entries() {
    return ((QueryReply<AuditInventory>) core.call("QueryAudit", Map.of("sortBy", "time")))
        .inventories();
  }
}
