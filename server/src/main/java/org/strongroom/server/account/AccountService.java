package org.strongroom.server.account;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.account.CreateAccount;
import org.strongroom.api.account.DeleteAccount;
import org.strongroom.api.account.GetCallerIdentity;
import org.strongroom.api.account.LogInByAccount;
import org.strongroom.api.account.LogOut;
import org.strongroom.api.account.QueryAccount;
import org.strongroom.api.account.RenewSession;
import org.strongroom.api.account.UpdateAccount;
import org.strongroom.api.account.ValidateSession;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.CallerInventory;
import org.strongroom.api.inventory.SessionInventory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.login.Claim;
import org.strongroom.server.login.LogInGuard;
import org.strongroom.server.query.Queries;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.server.tag.TagService;

/** Accounts and their sessions. */
public final class AccountService {
  private static final Pattern SHA512 = Pattern.compile("[0-9a-fA-F]{128}");

  private final Database database;
  private final Queries queries;
  private final Sessions sessions;
  private final Tokens tokens;
  private final TagService tags;
  private final LogInGuard logIns;
  private final InstantSource clock;

  public AccountService(
      Database database,
      Queries queries,
      Sessions sessions,
      Tokens tokens,
      TagService tags,
      LogInGuard logIns,
      InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.sessions = sessions;
    this.tokens = tokens;
    this.tags = tags;
    this.logIns = logIns;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.answer(LogInByAccount.class, (request, caller) -> logIn(request));
    operations.answer(LogOut.class, (request, caller) -> logOut(request));
    operations.answer(
        ValidateSession.class,
        (request, caller) ->
            new ValidateSession.Reply(sessions.isValid(request.sessionUuid()), true));
    operations.answer(
        GetCallerIdentity.class,
        (request, caller) ->
            new InventoryReply<>(
                new CallerInventory(
                    caller.accountUuid(),
                    caller.accountName(),
                    caller.administrator() ? "SystemAdmin" : "Normal")));
    operations.change(RenewSession.class, this::renew);
    operations.prepared(CreateAccount.class, this::create);
    operations.prepared(UpdateAccount.class, this::update);
    operations.prepared(DeleteAccount.class, this::delete);
    operations.answer(
        QueryAccount.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(
                    sql,
                    AccountInventory.class,
                    request.query(),
                    caller.limitedTo().map(ACCOUNT.UUID::eq).orElse(noCondition()))));
  }

  /** Makes the administrator's account with a password of which this is the hash. */
  public void createAdministrator(String passwordHash, Transaction transaction) {
    insert(Caller.SYSTEM.accountUuid(), "admin", null, "SystemAdmin", passwordHash, transaction);
  }

  /** Whether the administrator's account is there. */
  public boolean hasAdministrator() {
    return database.read(
        sql -> sql.fetchExists(ACCOUNT, ACCOUNT.UUID.eq(Caller.SYSTEM.accountUuid())));
  }

  private InventoryReply<SessionInventory> logIn(LogInByAccount request) {
    return new InventoryReply<>(
        sessions.open(authenticated(request.accountName(), request.password())));
  }

  /**
   * Whose name and password these are. Each attempt counts, and is recorded.
   *
   * @param sha512 of the password, in hexadecimal
   * @throws ApiException ID.1000 if they are nobody's, ID.1007 if too many attempts have failed
   */
  public LoggedIn authenticated(String accountName, String sha512) {
    Record account =
        database.read(sql ->
            sql.select(ACCOUNT.UUID, ACCOUNT.NAME, ACCOUNT.TYPE, ACCOUNT.PASSWORD)
                .from(ACCOUNT)
                .where(ACCOUNT.NAME.eq(accountName))
                .fetchOne());
    Optional<String> kept = Optional.ofNullable(account).map(row -> row.get(ACCOUNT.PASSWORD));
    Claim claim =
        new Claim(accountName, Optional.ofNullable(account).map(row -> row.get(ACCOUNT.UUID)));
    if (!logIns.matches(claim, sha512, kept) || account == null) {
      throw new ApiException(ErrorCode.WRONG_CREDENTIALS, "wrong account name or password");
    }
    boolean administrator = account.get(ACCOUNT.TYPE).equals("SystemAdmin");
    return new LoggedIn(
        new Caller(account.get(ACCOUNT.UUID), account.get(ACCOUNT.NAME), administrator),
        account.get(ACCOUNT.PASSWORD));
  }

  private EmptyReply logOut(LogOut request) {
    sessions.close(request.sessionUuid());
    return new EmptyReply();
  }

  private InventoryReply<SessionInventory> renew(
      RenewSession request, Call call, Transaction transaction) {
    sessions
        .owner(request.sessionUuid(), transaction.sql())
        .filter(owner -> !call.caller().mayUse(owner))
        .ifPresent(owner -> {
          throw new ApiException(
              ErrorCode.PERMISSION_DENIED, "the session belongs to another account");
        });
    return new InventoryReply<>(
        sessions.renew(
            request.sessionUuid(),
            Optional.ofNullable(request.duration()).map(Duration::ofSeconds),
            transaction));
  }

  /** Passwords are hashed before the transaction: that takes long enough to hold up all others. */
  private Change<CreateAccount, InventoryReply<AccountInventory>> create(
      CreateAccount request, Call call) {
    String hash = PasswordHash.of(checkedSha512(request.password()));
    return (same, again, transaction) -> create(request, hash, transaction);
  }

  private InventoryReply<AccountInventory> create(
      CreateAccount request, String hash, Transaction transaction) {
    refuseTaken(request.name(), transaction);
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    if (transaction.sql().fetchExists(ACCOUNT, ACCOUNT.UUID.eq(uuid))) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by an account");
    }
    insert(uuid, request.name(), request.description(), request.type(), hash, transaction);
    tags.create(ResourceType.ACCOUNT, uuid, request.resource(), transaction);
    return reply(uuid, transaction);
  }

  private void insert(
      String uuid,
      String name,
      @Nullable String description,
      String type,
      String hash,
      Transaction transaction) {
    ResourceUuids.take(ResourceType.ACCOUNT, uuid, transaction);
    transaction
        .sql()
        .insertInto(ACCOUNT)
        .set(ACCOUNT.UUID, uuid)
        .set(ACCOUNT.NAME, name)
        .set(ACCOUNT.DESCRIPTION, description)
        .set(ACCOUNT.TYPE, type)
        .set(ACCOUNT.PASSWORD, hash)
        .set(ACCOUNT.CREATED, clock.millis())
        .set(ACCOUNT.UPDATED, clock.millis())
        .execute();
  }

  private Change<UpdateAccount, InventoryReply<AccountInventory>> update(
      UpdateAccount request, Call call) {
    Optional<Record> before =
        database.read(
            sql -> sql.selectFrom(ACCOUNT).where(ACCOUNT.UUID.eq(request.uuid())).fetchOptional());
    String wanted = request.password();
    NewPassword password =
        wanted != null && before.isPresent() && call.caller().mayUse(request.uuid())
            ? changedPassword(request, wanted, call.caller(), before.get())
            : NewPassword.NONE;
    return (same, again, transaction) -> update(request, password, call.caller(), transaction);
  }

  private InventoryReply<AccountInventory> update(
      UpdateAccount request, NewPassword password, Caller caller, Transaction transaction) {
    if (!caller.mayUse(request.uuid())) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may change only itself".formatted(caller.accountName()));
    }
    Record before =
        transaction.sql().selectFrom(ACCOUNT).where(ACCOUNT.UUID.eq(request.uuid())).fetchSingle();
    if (request.name() != null && !request.name().equals(before.get(ACCOUNT.NAME))) {
      refuseTaken(request.name(), transaction);
      StaleManifests.ofAccount(request.uuid(), clock.millis(), transaction);
    }
    if (request.password() != null && !before.get(ACCOUNT.PASSWORD).equals(password.replaced())) {
      throw ApiException.busy("the password was changed by another call at the same time");
    }
    String hash = password.hash();
    transaction
        .sql()
        .update(ACCOUNT)
        .set(ACCOUNT.NAME, coalesce(val(request.name(), ACCOUNT.NAME), ACCOUNT.NAME))
        .set(
            ACCOUNT.DESCRIPTION,
            coalesce(val(request.description(), ACCOUNT.DESCRIPTION), ACCOUNT.DESCRIPTION))
        .set(ACCOUNT.PASSWORD, coalesce(val(hash, ACCOUNT.PASSWORD), ACCOUNT.PASSWORD))
        .set(ACCOUNT.UPDATED, clock.millis())
        .where(ACCOUNT.UUID.eq(request.uuid()))
        .execute();
    if (hash != null) {
      sessions.closeAll(request.uuid(), transaction);
      tokens.revokeAll(request.uuid(), transaction);
    }
    return reply(request.uuid(), transaction);
  }

  private NewPassword changedPassword(
      UpdateAccount request, String password, Caller caller, Record before) {
    boolean own = caller.accountUuid().equals(request.uuid());
    if (own
        && (request.oldPassword() == null
            || !logIns.matchesAgain(
                new Claim(before.get(ACCOUNT.NAME), Optional.of(request.uuid())),
                request.oldPassword(),
                Optional.of(before.get(ACCOUNT.PASSWORD))))) {
      throw new ApiException(
          ErrorCode.WRONG_CREDENTIALS,
          "oldPassword has to be the password in force to change one's own");
    }
    return new NewPassword(PasswordHash.of(checkedSha512(password)), before.get(ACCOUNT.PASSWORD));
  }

  /** A password that is to be kept, and the one that has to be kept until then. */
  private record NewPassword(@Nullable String hash, @Nullable String replaced) {
    static final NewPassword NONE = new NewPassword(null, null);
  }

  /** Roles in projects go before it: there may be thousands. */
  private Change<DeleteAccount, EmptyReply> delete(DeleteAccount request, Call call) {
    Portions.delete(
        database,
        transaction -> checkDeletion(request, transaction),
        ROLE_ASSIGNMENT,
        ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(request.uuid()),
        ROLE_ASSIGNMENT.ACCOUNT_UUID,
        ROLE_ASSIGNMENT.PROJECT_UUID,
        ROLE_ASSIGNMENT.ROLE);
    return this::deleteWithoutRoles;
  }

  private static void checkDeletion(DeleteAccount request, Transaction transaction) {
    if (request.uuid().equals(Caller.SYSTEM.accountUuid())) {
      throw ApiException.refused("the administrator's account can not be deleted");
    }
    checkOwnsNothing(request.uuid(), transaction.sql());
  }

  private EmptyReply deleteWithoutRoles(DeleteAccount request, Call call, Transaction transaction) {
    // whoever writes for it, or holds it as an owner, is waited for; only then is counted
    transaction.lockToDelete(ACCOUNT.UUID, request.uuid());
    sessions.closeAll(request.uuid(), transaction);
    tokens.revokeAll(request.uuid(), transaction);
    checkDeletion(request, transaction);
    tags.deleteAll(ResourceType.ACCOUNT, request.uuid(), transaction);
    transaction.sql().deleteFrom(ACCOUNT).where(ACCOUNT.UUID.eq(request.uuid())).execute();
    return new EmptyReply();
  }

  /** What it owned would belong to nobody, and its jobs may make more of that until they end. */
  private static void checkOwnsNothing(String uuid, DSLContext sql) {
    int images = sql.fetchCount(IMAGE, IMAGE.ACCOUNT_UUID.eq(uuid));
    int volumes = sql.fetchCount(VOLUME, VOLUME.ACCOUNT_UUID.eq(uuid));
    int snapshots = sql.fetchCount(VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.ACCOUNT_UUID.eq(uuid));
    if (images + volumes + snapshots > 0) {
      throw ApiException.busy(
          "account %s owns %d images, %d volumes and %d volume snapshots; delete them first"
              .formatted(uuid, images, volumes, snapshots));
    }
    int jobs = sql.fetchCount(JOB, JOB.LEASE.isNotNull().and(JOB.ACCOUNT_UUID.eq(uuid)));
    if (jobs > 0) {
      throw ApiException.busy(
          "account %s has %d jobs under way; wait for their end, or cancel them"
              .formatted(uuid, jobs));
    }
  }

  private InventoryReply<AccountInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), AccountInventory.class, uuid).orElseThrow());
  }

  private static void refuseTaken(String name, Transaction transaction) {
    if (transaction.sql().fetchExists(ACCOUNT, ACCOUNT.NAME.eq(name))) {
      throw ApiException.busy("an account named '%s' exists already".formatted(name));
    }
  }

  private static String checkedSha512(String password) {
    if (!SHA512.matcher(password).matches()) {
      throw ApiException.invalid(
          "password has to be the SHA-512 of the password in 128 hexadecimal digits");
    }
    return password;
  }
}
