package org.strongroom.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.fixture.CheapPassword;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;

class TokensTest {
  private static final DomainRef DEFAULT = new DomainRef(Optional.empty(), Optional.of("Default"));
  private static final TokenScope UNSCOPED = new TokenScope.Unscoped();

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private TestCore core;
  private LogIns logIns;
  private String ann;
  private String web;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, clock);
    logIns = new LogIns(core.database(), core.tokens(), core.logInGuard());
    ann =
        ((AccountInventory)
                reply(
                    "CreateAccount",
                    Map.of("name", "ann", "password", PasswordHash.sha512("secret"))))
            .uuid();
    CheapPassword.keep(core.database(), ann, "secret");
    web = ((ProjectInventory) reply("CreateProject", Map.of("name", "web"))).uuid();
    core.call("AddRoleAssignment", role("reader"));
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private Object reply(String operation, Map<String, ?> values) {
    return ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  private Map<String, String> role(String role) {
    return Map.of("accountUuid", ann, "projectUuid", web, "role", role);
  }

  private IssuedToken logIn(Named user, String password, TokenScope scope) {
    return logIns.logIn(new Credentials.ByPassword(user, password), scope);
  }

  private IssuedToken logIn() {
    return logIn(named("ann"), "secret", new TokenScope.Project(named("web")));
  }

  private static Named named(String name) {
    return new Named.ByName(name, DEFAULT);
  }

  private Optional<Token> find(IssuedToken token) {
    return core.tokens().find(token.text());
  }

  /** What another node, or the next start, thinks of the token. */
  private Optional<Token> findElsewhere(IssuedToken token) {
    return new Tokens(core.database(), Duration.ofHours(1), clock, ForeignTokens.NONE)
        .find(token.text());
  }

  @Test
  void aTokenWhoseLastRoleWasTakenStaysDeadWhenARoleIsGivenAgain() {
    IssuedToken issued = logIn();
    core.call("RemoveRoleAssignment", role("reader"));
    core.call("AddRoleAssignment", role("admin"));
    assertThat(find(issued)).isEmpty();
    assertThat(find(logIn())).isPresent();
  }

  @Test
  void aTokenTellsUserProjectAndRoles() {
    IssuedToken issued = logIn();
    Token token = find(issued).orElseThrow();
    assertThat(token).isEqualTo(issued.token());
    assertThat(findElsewhere(issued)).contains(token);
    assertThat(token.userName()).isEqualTo("ann");
    assertThat(token.project()).contains(new ProjectRef(web, "web"));
    assertThat(token.roles()).containsExactly("reader");
    assertThat(token.issued()).isEqualTo(clock.instant());
    assertThat(token.expires()).isEqualTo(clock.instant().plus(TestCore.TOKEN_LIFETIME));
    assertThat(token.caller()).isEqualTo(new Caller(ann, "ann", false, Optional.of(web)));
  }

  @Test
  void theRoleAdminMakesAnAdministratorOfTheProject() {
    core.call("AddRoleAssignment", role("admin"));
    Token token = logIn().token();
    assertThat(token.roles()).isEqualTo(Set.of("admin", "reader"));
    assertThat(token.caller()).isEqualTo(new Caller(ann, "ann", true, Optional.of(web)));
  }

  @Test
  void withoutAProjectNobodyIsAdministrator() {
    Token token = logIn(named("admin"), "password", UNSCOPED).token();
    assertThat(token.project()).isEmpty();
    assertThat(token.roles()).isEmpty();
    assertThat(token.caller()).isEqualTo(new Caller(Caller.SYSTEM.accountUuid(), "admin", false));
  }

  @Test
  void usersAndProjectsAreNamedByIdToo() {
    String dashed = ann.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    TokenScope scope = new TokenScope.Project(new Named.ById(web));
    assertThat(logIn(new Named.ById(ann), "secret", scope).token().userId()).isEqualTo(ann);
    assertThat(logIn(new Named.ById(dashed), "secret", scope).token().userId()).isEqualTo(ann);
  }

  @ParameterizedTest
  @CsvSource({
    "ann, Default, wrong, web",
    "ann, Default, '', web",
    "nobody, Default, secret, web",
    "ann, other, secret, web",
    "ann, Default, secret, nothing",
    "ann, Default, secret, admin",
    "admin, Default, password, web",
    "ann; DROP TABLE token, Default, secret, web"
  })
  void whateverIsWrongLooksTheSame(String user, String domain, String password, String project) {
    Named who = new Named.ByName(user, new DomainRef(Optional.empty(), Optional.of(domain)));
    assertThatThrownBy(() -> logIn(who, password, new TokenScope.Project(named(project))))
        .isInstanceOf(UnauthorizedException.class)
        .hasMessage("The request you have made requires authentication.");
  }

  @Test
  void otherScopesAreForNobody() {
    assertThatThrownBy(() -> logIn(named("admin"), "password", new TokenScope.Elsewhere()))
        .isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void aTokenEnds() {
    IssuedToken issued = logIn();
    clock.advance(TestCore.TOKEN_LIFETIME.minusSeconds(1));
    assertThat(find(issued)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(find(issued)).isEmpty();
    assertThat(findElsewhere(issued)).isEmpty();
  }

  @Test
  void aRevokedTokenEndsAtOnceAndElsewhereWithinSeconds() {
    IssuedToken issued = logIn();
    Tokens elsewhere = new Tokens(core.database(), Duration.ofHours(1), clock, ForeignTokens.NONE);
    assertThat(find(issued)).isPresent();
    assertThat(elsewhere.find(issued.text())).isPresent();
    assertThat(core.tokens().revoke(issued.text(), ann)).isTrue();
    assertThat(core.tokens().revoke(issued.text(), ann)).isFalse();
    assertThat(find(issued)).isEmpty();
    clock.advance(Duration.ofSeconds(6));
    assertThat(elsewhere.find(issued.text())).isEmpty();
    List<String> by =
        core.database()
            .read(sql ->
                sql.select(AUDIT.ACCOUNT_UUID)
                    .from(AUDIT)
                    .where(AUDIT.OPERATION.eq("RevokeToken"))
                    .fetch(AUDIT.ACCOUNT_UUID));
    assertThat(by).as("who revoked it").containsExactly(ann);
  }

  @Test
  void aTokenGotByATokenIsInTheAuditLogAndSoIsOneThatWasRefused() {
    IssuedToken issued = logIn();
    LogIns logIns = new LogIns(core.database(), core.tokens(), core.logInGuard());
    var byToken = new Credentials.ByToken(issued.text());
    logIns.logIn(byToken, UNSCOPED);
    logIns.logIn(byToken, new TokenScope.Project(new Named.ById(web)));
    assertThatThrownBy(() ->
            logIns.logIn(byToken, new TokenScope.Project(new Named.ById(Caller.ADMIN_PROJECT))))
        .isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(() -> logIns.logIn(new Credentials.ByToken("nobody's"), UNSCOPED))
        .isInstanceOf(UnauthorizedException.class);
    List<List<Object>> entries =
        core.database()
            .read(sql ->
                sql.select(AUDIT.ACCOUNT_UUID, AUDIT.RESOURCE_UUID, AUDIT.OUTCOME)
                    .from(AUDIT)
                    .where(AUDIT.OPERATION.eq("RescopeToken"))
                    .orderBy(AUDIT.OUTCOME, AUDIT.RESOURCE_UUID)
                    .fetch(row -> List.of(row.value1(), row.value2(), row.value3())));
    assertThat(entries)
        .containsExactlyInAnyOrder(
            List.of(ann, ann, "Succeeded"),
            List.of(ann, web, "Succeeded"),
            List.of(ann, ann, ErrorCode.PERMISSION_DENIED.code()));
  }

  @Test
  void aRoleThatIsTakenOrGivenCountsAtOnce() {
    IssuedToken issued = logIn();
    assertThat(find(issued)).isPresent();
    core.call("AddRoleAssignment", role("admin"));
    assertThat(find(issued).orElseThrow().roles()).contains("admin");
    core.call("RemoveRoleAssignment", role("admin"));
    core.call("RemoveRoleAssignment", role("reader"));
    assertThat(find(issued)).isEmpty();
    assertThatThrownBy(this::logIn).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void aDisabledProjectsTokensDoNotCount() {
    IssuedToken issued = logIn();
    assertThat(find(issued)).isPresent();
    core.call("UpdateProject", Map.of("uuid", web, "enabled", false));
    assertThat(find(issued)).isEmpty();
    assertThatThrownBy(this::logIn).isInstanceOf(UnauthorizedException.class);
    core.call("UpdateProject", Map.of("uuid", web, "enabled", true));
    assertThat(find(issued)).isPresent();
  }

  @Test
  void tokensGoWithTheirProject() {
    IssuedToken issued = logIn();
    assertThat(find(issued)).isPresent();
    core.call("DeleteProject", Map.of("uuid", web));
    assertThat(find(issued)).isEmpty();
    assertThat(kept()).isZero();
  }

  @Test
  void tokensGoWithTheirAccount() {
    IssuedToken issued = logIn();
    assertThat(find(issued)).isPresent();
    core.call("DeleteAccount", Map.of("uuid", ann));
    assertThat(find(issued)).isEmpty();
    assertThat(kept()).isZero();
  }

  @Test
  void aChangedPasswordEndsTheTokens() {
    IssuedToken issued = logIn();
    assertThat(find(issued)).isPresent();
    core.call("UpdateAccount", Map.of("uuid", ann, "description", "an artist"));
    assertThat(find(issued)).isPresent();
    core.call("UpdateAccount", Map.of("uuid", ann, "password", PasswordHash.sha512("new")));
    assertThat(find(issued)).isEmpty();
    assertThatThrownBy(this::logIn).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void aTokenGivesAnotherThatEndsNoLater() {
    IssuedToken unscoped = logIn(named("ann"), "secret", UNSCOPED);
    clock.advance(Duration.ofHours(1));
    IssuedToken scoped =
        logIns.logIn(
            new Credentials.ByToken(unscoped.text()), new TokenScope.Project(named("web")));
    assertThat(scoped.token().project()).contains(new ProjectRef(web, "web"));
    assertThat(scoped.token().expires()).isEqualTo(unscoped.token().expires());
    assertThatThrownBy(() -> logIns.logIn(new Credentials.ByToken("nonsense"), UNSCOPED))
        .isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void aTokenThatWasRevokedElsewhereGivesNoOther() {
    IssuedToken unscoped = logIn(named("ann"), "secret", UNSCOPED);
    assertThat(find(unscoped)).isPresent();
    new Tokens(core.database(), Duration.ofHours(1), clock, ForeignTokens.NONE)
        .revoke(unscoped.text(), ann);
    assertThat(find(unscoped)).as("trusted here for some seconds").isPresent();

    assertThatThrownBy(() -> logIns.logIn(new Credentials.ByToken(unscoped.text()), UNSCOPED))
        .isInstanceOf(UnauthorizedException.class);
    assertThat(kept()).isZero();
  }

  @Test
  void aPasswordThatIsChangedMeanwhileGivesNoToken() {
    String before =
        core.database()
            .<String>read(sql ->
                sql.select(ACCOUNT.PASSWORD)
                    .from(ACCOUNT)
                    .where(ACCOUNT.UUID.eq(ann))
                    .fetchSingle(ACCOUNT.PASSWORD));
    core.call("UpdateAccount", Map.of("uuid", ann, "password", PasswordHash.sha512("new")));

    assertThatThrownBy(
            () -> core.tokens().issue(ann, Optional.empty(), TokenGround.password(ann, before)))
        .isInstanceOf(UnauthorizedException.class);
    assertThat(kept()).isZero();
  }

  @Test
  void administeringOneProjectOpensNoOtherAccountsImages() {
    core.call("AddRoleAssignment", role("admin"));
    Caller caller = logIn().token().caller();
    assertThat(caller.mayUse(ann)).isTrue();
    assertThat(caller.mayUse(Caller.SYSTEM.accountUuid())).isFalse();
    assertThat(caller.limitedTo()).contains(ann);
  }

  @Test
  void administeringTheCloudOpensThemWithEveryToken() {
    String admin = Caller.SYSTEM.accountUuid();
    core.call(
        "AddRoleAssignment", Map.of("accountUuid", admin, "projectUuid", web, "role", "admin"));
    Token token = logIn(named("admin"), "password", new TokenScope.Project(named("web"))).token();
    assertThat(token.caller().mayUse(ann)).isTrue();

    core.call(
        "AddRoleAssignment",
        Map.of("accountUuid", ann, "projectUuid", Caller.ADMIN_PROJECT, "role", "admin"));
    Token anns = logIn(named("ann"), "secret", new TokenScope.Project(named("admin"))).token();
    assertThat(anns.caller().mayUse(admin)).isTrue();
  }

  @Test
  void ofVeryManyTheFirstToEndGo() {
    IssuedToken first = logIn(named("ann"), "secret", UNSCOPED);
    IssuedToken others = logIn(named("admin"), "password", UNSCOPED);
    core.database()
        .<Integer>write(transaction -> {
          for (int i = 1; i < Tokens.MOST_OF_ACCOUNT; i++) {
            transaction
                .insertInto(TOKEN)
                .set(TOKEN.DIGEST, "digest " + i)
                .set(TOKEN.ACCOUNT_UUID, ann)
                .set(TOKEN.AUDIT_ID, "audit")
                .set(TOKEN.ISSUED, clock.instant().toEpochMilli())
                .set(TOKEN.EXPIRES, Long.MAX_VALUE)
                .execute();
          }
          return 0;
        });
    assertThat(find(first)).isPresent();

    IssuedToken last = logIn(named("ann"), "secret", UNSCOPED);

    assertThat(find(first)).isEmpty();
    assertThat(find(last)).isPresent();
    assertThat(find(others)).isPresent();
    assertThat(kept()).isEqualTo(Tokens.MOST_OF_ACCOUNT + 1);
  }

  @Test
  void whatHasEndedIsRemoved() {
    logIn();
    clock.advance(TestCore.TOKEN_LIFETIME.dividedBy(2));
    logIn();
    clock.advance(TestCore.TOKEN_LIFETIME.dividedBy(2));
    core.tokens().removeEnded();
    assertThat(kept()).isEqualTo(1);
  }

  private int kept() {
    return core.database().<Integer>read(sql -> sql.fetchCount(TOKEN));
  }

  @Test
  void onlyItsDigestIsKept() {
    IssuedToken issued = logIn();
    assertThat(issued.text()).matches("[A-Za-z0-9_-]{43}");
    String rows = core.database().<String>read(sql -> sql.selectFrom(TOKEN).fetch().formatCSV());
    assertThat(rows).doesNotContain(issued.text()).contains(issued.token().auditId());
    assertThat(issued.toString()).doesNotContain(issued.text());
  }

  @Test
  void nothingShowsSecrets() {
    assertThat(new Credentials.ByPassword(named("ann"), "canary").toString())
        .doesNotContain("canary");
    assertThat(new Credentials.ByToken("canary").toString()).doesNotContain("canary");
  }

  @Test
  void nonsenseIsNoToken() {
    assertThat(core.tokens().find("")).isEmpty();
    assertThat(core.tokens().find("' OR 1=1 --")).isEmpty();
    assertThat(core.tokens().find("\u0000\ud800")).isEmpty();
  }
}
