package org.strongroom.server.project;

import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;

import java.time.Instant;
import java.time.InstantSource;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.RoleAssignmentInventory;
import org.strongroom.api.project.AddRoleAssignment;
import org.strongroom.api.project.QueryRoleAssignment;
import org.strongroom.api.project.RemoveRoleAssignment;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.identity.Token;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.query.Queries;

/** The roles that accounts have in projects. */
public final class RoleService {
  private final Database database;
  private final Queries queries;
  private final Tokens tokens;
  private final InstantSource clock;

  public RoleService(Database database, Queries queries, Tokens tokens, InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.tokens = tokens;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.change(AddRoleAssignment.class, this::add);
    operations.change(RemoveRoleAssignment.class, this::remove);
    operations.answer(
        QueryRoleAssignment.class,
        (request, caller) ->
            database.read(sql ->
                queries.findFor(
                    caller.limitedTo(),
                    sql,
                    RoleAssignmentInventory.class,
                    request.query(),
                    seenBy(caller))));
  }

  /** Of its own those of an ordinary account; with a token only what its project tells. */
  private static Condition seenBy(Caller caller) {
    return ProjectScope.seenBy(caller, ROLE_ASSIGNMENT.PROJECT_UUID)
        .and(caller.limitedTo().map(ROLE_ASSIGNMENT.ACCOUNT_UUID::eq).orElse(DSL.noCondition()));
  }

  /** Gives the administrator its role in the project {@code admin} if it is missing. */
  public void makeAdministrator(Transaction transaction) {
    insert(Caller.SYSTEM.accountUuid(), Caller.ADMIN_PROJECT, Token.ADMIN, transaction);
  }

  private InventoryReply<RoleAssignmentInventory> add(
      AddRoleAssignment request, Call call, Transaction transaction) {
    insert(request.accountUuid(), request.projectUuid(), request.role(), transaction);
    tokens.changed(transaction);
    Instant created =
        transaction
            .sql()
            .select(ROLE_ASSIGNMENT.CREATED)
            .from(ROLE_ASSIGNMENT)
            .where(is(request.accountUuid(), request.projectUuid(), request.role()))
            .fetchSingle(row -> Instant.ofEpochMilli(row.value1()));
    return new InventoryReply<>(
        new RoleAssignmentInventory(
            request.accountUuid(), request.projectUuid(), request.role(), created));
  }

  /** A role that is there already stays as it is. */
  private void insert(String account, String project, String role, Transaction transaction) {
    transaction
        .sql()
        .insertInto(ROLE_ASSIGNMENT)
        .set(ROLE_ASSIGNMENT.ACCOUNT_UUID, account)
        .set(ROLE_ASSIGNMENT.PROJECT_UUID, project)
        .set(ROLE_ASSIGNMENT.ROLE, role)
        .set(ROLE_ASSIGNMENT.CREATED, clock.millis())
        .onConflictDoNothing()
        .execute();
  }

  private EmptyReply remove(RemoveRoleAssignment request, Call call, Transaction transaction) {
    if (request.accountUuid().equals(Caller.SYSTEM.accountUuid())
        && request.projectUuid().equals(Caller.ADMIN_PROJECT)
        && request.role().equals(Token.ADMIN)) {
      throw ApiException.refused(
          "the administrator's role in the administrators' project can not be taken away");
    }
    checkUuid(ResourceType.ACCOUNT, request.accountUuid());
    checkUuid(ResourceType.PROJECT, request.projectUuid());
    transaction
        .sql()
        .deleteFrom(ROLE_ASSIGNMENT)
        .where(is(request.accountUuid(), request.projectUuid(), request.role()))
        .execute();
    tokens.endIfWithoutRole(request.accountUuid(), request.projectUuid(), transaction);
    return new EmptyReply();
  }

  private static void checkUuid(ResourceType type, String uuid) {
    if (!Uuid.isUuid(uuid)) {
      throw ApiException.notFound(type, uuid);
    }
  }

  private static Condition is(String account, String project, String role) {
    return ROLE_ASSIGNMENT
        .ACCOUNT_UUID
        .eq(account)
        .and(ROLE_ASSIGNMENT.PROJECT_UUID.eq(project))
        .and(ROLE_ASSIGNMENT.ROLE.eq(role));
  }
}
