package org.strongroom.server.project;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.api.project.CreateProject;
import org.strongroom.api.project.DeleteProject;
import org.strongroom.api.project.QueryProject;
import org.strongroom.api.project.UpdateProject;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;

/** Projects of the domain Default: what tokens are for, and what nodes and buckets belong to. */
public final class ProjectService {
  private final Database database;
  private final Queries queries;
  private final TagService tags;
  private final EventLog events;
  private final Tokens tokens;
  private final InstantSource clock;

  public ProjectService(
      Database database,
      Queries queries,
      TagService tags,
      EventLog events,
      Tokens tokens,
      InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.tags = tags;
    this.events = events;
    this.tokens = tokens;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.change(CreateProject.class, this::create);
    operations.change(UpdateProject.class, this::update);
    operations.prepared(DeleteProject.class, this::delete);
    operations.answer(
        QueryProject.class,
        (request, caller) ->
            database.read(sql ->
                queries.findFor(
                    caller.limitedTo(),
                    sql,
                    ProjectInventory.class,
                    request.query(),
                    ProjectScope.seenBy(caller, PROJECT.UUID))));
  }

  /** Makes the project {@code admin} if it is missing. */
  public void createAdminProject(Call call, Transaction transaction) {
    if (!transaction.sql().fetchExists(PROJECT, PROJECT.UUID.eq(Caller.ADMIN_PROJECT))) {
      insert(Caller.ADMIN_PROJECT, "admin", null, true, call, transaction);
    }
  }

  private InventoryReply<ProjectInventory> create(
      CreateProject request, Call call, Transaction transaction) {
    checkName(request.name());
    refuseTaken(request.name(), transaction);
    String uuid = newUuid(request.resource(), transaction);
    insert(uuid, request.name(), request.description(), request.enabled(), call, transaction);
    tags.create(ResourceType.PROJECT, uuid, request.resource(), transaction);
    return reply(uuid, transaction);
  }

  private static String newUuid(NewResource resource, Transaction transaction) {
    String uuid = Uuid.chosenOrRandom(resource.resourceUuid());
    if (transaction.sql().fetchExists(PROJECT, PROJECT.UUID.eq(uuid))) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by a project");
    }
    return uuid;
  }

  private void insert(
      String uuid,
      String name,
      @Nullable String description,
      boolean enabled,
      Call call,
      Transaction transaction) {
    long now = clock.millis();
    ResourceUuids.take(ResourceType.PROJECT, uuid, transaction);
    transaction
        .insertInto(PROJECT)
        .set(PROJECT.UUID, uuid)
        .set(PROJECT.NAME, name)
        .set(PROJECT.DESCRIPTION, description)
        .set(PROJECT.ENABLED, enabled)
        .set(PROJECT.CREATED, now)
        .set(PROJECT.UPDATED, now)
        .execute();
    events.write(Event.created(ResourceType.PROJECT, uuid, name), call, transaction);
  }

  private InventoryReply<ProjectInventory> update(
      UpdateProject request, Call call, Transaction transaction) {
    ProjectInventory before =
        queries.byUuid(transaction.sql(), ProjectInventory.class, request.uuid()).orElseThrow();
    if (request.name() != null && !request.name().equals(before.name())) {
      checkName(request.name());
      refuseTaken(request.name(), transaction);
    }
    if (Boolean.FALSE.equals(request.enabled()) && before.uuid().equals(Caller.ADMIN_PROJECT)) {
      throw ApiException.refused("the administrators' project can not be disabled");
    }
    transaction
        .sql()
        .update(PROJECT)
        .set(PROJECT.NAME, coalesce(val(request.name(), PROJECT.NAME), PROJECT.NAME))
        .set(
            PROJECT.DESCRIPTION,
            coalesce(val(request.description(), PROJECT.DESCRIPTION), PROJECT.DESCRIPTION))
        .set(PROJECT.ENABLED, coalesce(val(request.enabled(), PROJECT.ENABLED), PROJECT.ENABLED))
        .set(PROJECT.UPDATED, clock.millis())
        .where(PROJECT.UUID.eq(request.uuid()))
        .execute();
    if (request.enabled() != null && request.enabled() != before.enabled()) {
      events.write(switched(before, request.enabled()), call, transaction);
    }
    tokens.changed(transaction);
    return reply(request.uuid(), transaction);
  }

  private static Event switched(ProjectInventory project, boolean enabled) {
    return new Event(
        ResourceType.PROJECT,
        project.uuid(),
        project.name(),
        "StateChanged",
        enabled ? "Disabled" : "Enabled",
        enabled ? "Enabled" : "Disabled",
        null);
  }

  /** Roles and tokens go before it: there may be thousands. */
  private Change<DeleteProject, EmptyReply> delete(DeleteProject request, Call call) {
    if (!request.uuid().equals(Caller.ADMIN_PROJECT)) {
      Consumer<Transaction> check =
          transaction ->
              queries
                  .byUuid(transaction.sql(), ProjectInventory.class, request.uuid())
                  .ifPresent(project -> ProjectBelongings.refuseAny(project, transaction));
      Portions.delete(database, check, TOKEN, TOKEN.PROJECT_UUID.eq(request.uuid()), TOKEN.DIGEST);
      Portions.delete(
          database,
          check,
          ROLE_ASSIGNMENT,
          ROLE_ASSIGNMENT.PROJECT_UUID.eq(request.uuid()),
          ROLE_ASSIGNMENT.ACCOUNT_UUID,
          ROLE_ASSIGNMENT.PROJECT_UUID,
          ROLE_ASSIGNMENT.ROLE);
    }
    return this::deleteWithoutRoles;
  }

  private EmptyReply deleteWithoutRoles(DeleteProject request, Call call, Transaction transaction) {
    if (request.uuid().equals(Caller.ADMIN_PROJECT)) {
      throw ApiException.refused("the administrators' project can not be deleted");
    }
    ProjectInventory project =
        queries.byUuid(transaction.sql(), ProjectInventory.class, request.uuid()).orElse(null);
    if (project != null) {
      ProjectBelongings.refuseAny(project, transaction);
      tags.deleteAll(ResourceType.PROJECT, project.uuid(), transaction);
      transaction.sql().deleteFrom(PROJECT).where(PROJECT.UUID.eq(project.uuid())).execute();
      events.write(
          Event.deleted(ResourceType.PROJECT, project.uuid(), project.name()), call, transaction);
      tokens.changed(transaction);
    } else if (!Uuid.isUuid(request.uuid())) {
      throw ApiException.notFound(ResourceType.PROJECT, request.uuid());
    }
    return new EmptyReply();
  }

  private InventoryReply<ProjectInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), ProjectInventory.class, uuid).orElseThrow());
  }

  private static void refuseTaken(String name, Transaction transaction) {
    if (transaction.sql().fetchExists(PROJECT, PROJECT.NAME.eq(name))) {
      throw ApiException.busy("a project named '%s' exists already".formatted(name));
    }
  }

  private static void checkName(String name) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("a project's name may hold no control characters");
    }
  }
}
