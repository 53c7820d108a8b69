package org.strongroom.server.notification;

import static org.strongroom.server.catalog.system.NotificationDeliveryTable.NOTIFICATION_DELIVERY;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.api.notification.ChangeNotificationTargetState;
import org.strongroom.api.notification.CreateMailNotificationTarget;
import org.strongroom.api.notification.CreateWebHookNotificationTarget;
import org.strongroom.api.notification.DeleteNotificationTarget;
import org.strongroom.api.notification.QueryNotificationDelivery;
import org.strongroom.api.notification.QueryNotificationTarget;
import org.strongroom.api.notification.SendTestNotification;
import org.strongroom.api.notification.UpdateNotificationTarget;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Insert;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.query.Queries;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;

/** Who is told: made, changed and taken away by administrators. */
final class NotificationTargets {
  /** Each may need a thread. */
  static final int MOST = 50;

  private final Database database;
  private final Vault vault;
  private final Queries queries;
  private final TagService tags;
  private final EventLog events;
  private final InstantSource clock;
  private final Outbox outbox;
  private final Runnable wake;

  /**
   * @param wake runs when something new is to be told
   */
  NotificationTargets(Notifications.Surroundings around, Outbox outbox, Runnable wake) {
    this.database = around.database();
    this.vault = around.vault();
    this.queries = around.queries();
    this.tags = around.tags();
    this.events = around.events();
    this.clock = around.clock();
    this.outbox = outbox;
    this.wake = wake;
  }

  void register(OperationRegistry operations) {
    operations.change(CreateMailNotificationTarget.class, this::createMail);
    operations.change(CreateWebHookNotificationTarget.class, this::createWebHook);
    operations.change(UpdateNotificationTarget.class, this::update);
    operations.change(ChangeNotificationTargetState.class, this::changeState);
    operations.prepared(DeleteNotificationTarget.class, this::delete);
    operations.change(SendTestNotification.class, this::test);
    operations.answer(
        QueryNotificationTarget.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(
                    sql, NotificationTargetInventory.class, request.query(), DSL.noCondition())));
    operations.answer(
        QueryNotificationDelivery.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(
                    sql, NotificationDeliveryInventory.class, request.query(), DSL.noCondition())));
  }

  private InventoryReply<NotificationTargetInventory> createMail(
      CreateMailNotificationTarget request, Call call, Transaction transaction) {
    checkMail(request.from(), request.to(), request.host());
    checkLogIn(request.username(), request.password());
    String uuid = take(request.resource(), transaction);
    Map<String, String> secrets = new HashMap<>();
    if (request.password() != null) {
      secrets.put("password", request.password());
    }
    Insert row =
        row(uuid, Target.MAIL, request.name(), request.description(), request.kinds(), transaction)
            .set(NOTIFICATION_TARGET.ADDRESS, request.host() + ":" + request.port())
            .set(NOTIFICATION_TARGET.HOST, request.host())
            .set(NOTIFICATION_TARGET.PORT, request.port())
            .set(NOTIFICATION_TARGET.SECURITY, request.security())
            .set(NOTIFICATION_TARGET.USERNAME, request.username())
            .set(NOTIFICATION_TARGET.SENDER, request.from())
            .set(NOTIFICATION_TARGET.RECIPIENTS, String.join(",", request.to()))
            .set(NOTIFICATION_TARGET.SECRETS, Target.seal(uuid, secrets, vault));
    return created(row, uuid, request.name(), request.resource(), call, transaction);
  }

  private InventoryReply<NotificationTargetInventory> createWebHook(
      CreateWebHookNotificationTarget request, Call call, Transaction transaction) {
    Map<String, String> secrets = new HashMap<>();
    secrets.put("url", Addresses.url(request.url()));
    if (request.secret() != null) {
      secrets.put("key", request.secret());
    }
    String uuid = take(request.resource(), transaction);
    Insert row =
        row(
                uuid,
                Target.WEB_HOOK,
                request.name(),
                request.description(),
                request.kinds(),
                transaction)
            .set(NOTIFICATION_TARGET.ADDRESS, Addresses.shown(request.url()))
            .set(NOTIFICATION_TARGET.SECRETS, Target.seal(uuid, secrets, vault));
    return created(row, uuid, request.name(), request.resource(), call, transaction);
  }

  private static void checkMail(@Nullable String from, List<String> to, @Nullable String host) {
    Stream.concat(Stream.ofNullable(from), to.stream()).forEach(Addresses::mail);
    if (host != null && !host.matches("[\\p{L}\\p{N}._:\\[\\]-]+")) {
      throw ApiException.invalid("'%s' is no name of a server".formatted(host));
    }
  }

  private static void checkLogIn(@Nullable String username, @Nullable String password) {
    if ((username == null) != (password == null)) {
      throw ApiException.invalid("username and password belong together");
    }
  }

  private static String take(NewResource resource, Transaction transaction) {
    transaction.lockTable(NOTIFICATION_TARGET);
    if (transaction.sql().fetchCount(NOTIFICATION_TARGET) >= MOST) {
      throw ApiException.invalid("there are %d notification targets already".formatted(MOST));
    }
    String uuid = Uuid.chosenOrRandom(resource.resourceUuid());
    ResourceUuids.take(ResourceType.NOTIFICATION_TARGET, uuid, transaction);
    return uuid;
  }

  private Insert row(
      String uuid,
      String type,
      String name,
      @Nullable String description,
      List<String> kinds,
      Transaction transaction) {
    long now = clock.millis();
    return transaction
        .insertInto(NOTIFICATION_TARGET)
        .set(NOTIFICATION_TARGET.UUID, uuid)
        .set(NOTIFICATION_TARGET.NAME, name)
        .set(NOTIFICATION_TARGET.DESCRIPTION, description)
        .set(NOTIFICATION_TARGET.TYPE, type)
        .set(NOTIFICATION_TARGET.STATE, Outbox.ENABLED)
        .set(NOTIFICATION_TARGET.KINDS, Kind.joined(kinds))
        .set(NOTIFICATION_TARGET.CREATED, now)
        .set(NOTIFICATION_TARGET.UPDATED, now);
  }

  private InventoryReply<NotificationTargetInventory> created(
      Insert row,
      String uuid,
      String name,
      NewResource resource,
      Call call,
      Transaction transaction) {
    row.execute();
    tags.create(ResourceType.NOTIFICATION_TARGET, uuid, resource, transaction);
    events.write(Event.created(ResourceType.NOTIFICATION_TARGET, uuid, name), call, transaction);
    return reply(uuid, transaction);
  }

  private InventoryReply<NotificationTargetInventory> update(
      UpdateNotificationTarget request, Call call, Transaction transaction) {
    transaction.lockTable(NOTIFICATION_TARGET); // another's old secret is not for a new server
    Record row =
        transaction
            .sql()
            .selectFrom(NOTIFICATION_TARGET)
            .where(NOTIFICATION_TARGET.UUID.eq(request.uuid()))
            .fetchSingle();
    Map<String, String> secrets = new HashMap<>(Target.secrets(row, vault));
    Map<Field<?>, @Nullable Object> changes = new HashMap<>();
    changes.put(NOTIFICATION_TARGET.UPDATED, clock.millis());
    if (request.name() != null) {
      changes.put(NOTIFICATION_TARGET.NAME, request.name());
    }
    if (request.description() != null) {
      changes.put(NOTIFICATION_TARGET.DESCRIPTION, request.description());
    }
    if (!request.kinds().isEmpty()) {
      changes.put(NOTIFICATION_TARGET.KINDS, Kind.joined(request.kinds()));
    }
    if (row.get(NOTIFICATION_TARGET.TYPE).equals(Target.MAIL)) {
      changeMail(request, row, secrets, changes);
    } else {
      changeWebHook(request, secrets, changes);
    }
    changes.put(NOTIFICATION_TARGET.SECRETS, Target.seal(request.uuid(), secrets, vault));
    transaction
        .sql()
        .update(NOTIFICATION_TARGET)
        .set(changes)
        .where(NOTIFICATION_TARGET.UUID.eq(request.uuid()))
        .execute();
    return reply(request.uuid(), transaction);
  }

  /** A password goes to no server that it was not given for. */
  private static void changeMail(
      UpdateNotificationTarget request,
      Record row,
      Map<String, String> secrets,
      Map<Field<?>, @Nullable Object> changes) {
    if (request.url() != null || request.secret() != null) {
      throw ApiException.invalid("mail has neither url nor secret");
    }
    checkMail(request.from(), request.to(), request.host());
    String host = Objects.requireNonNullElse(request.host(), row.get(NOTIFICATION_TARGET.HOST));
    int port = Objects.requireNonNullElse(request.port(), row.get(NOTIFICATION_TARGET.PORT));
    String security =
        Objects.requireNonNullElse(request.security(), row.get(NOTIFICATION_TARGET.SECURITY));
    boolean elsewhere =
        !host.equals(row.get(NOTIFICATION_TARGET.HOST))
            || port != row.get(NOTIFICATION_TARGET.PORT)
            || (security.equals("None") && !security.equals(row.get(NOTIFICATION_TARGET.SECURITY)));
    if (elsewhere && secrets.containsKey("password") && request.password() == null) {
      throw ApiException.invalid("another server, or one without TLS, needs the password again");
    }
    @Nullable String username =
        request.username() != null ? request.username() : row.get(NOTIFICATION_TARGET.USERNAME);
    if (request.password() != null) {
      secrets.put("password", request.password());
    }
    checkLogIn(username, secrets.get("password"));
    changes.put(NOTIFICATION_TARGET.HOST, host);
    changes.put(NOTIFICATION_TARGET.PORT, port);
    changes.put(NOTIFICATION_TARGET.ADDRESS, host + ":" + port);
    changes.put(NOTIFICATION_TARGET.SECURITY, security);
    changes.put(NOTIFICATION_TARGET.USERNAME, username);
    if (request.from() != null) {
      changes.put(NOTIFICATION_TARGET.SENDER, request.from());
    }
    if (!request.to().isEmpty()) {
      changes.put(NOTIFICATION_TARGET.RECIPIENTS, String.join(",", request.to()));
    }
  }

  private static void changeWebHook(
      UpdateNotificationTarget request,
      Map<String, String> secrets,
      Map<Field<?>, @Nullable Object> changes) {
    boolean mail =
        Stream.of(
                    request.host(),
                    request.port(),
                    request.security(),
                    request.username(),
                    request.password(),
                    request.from())
                .anyMatch(Objects::nonNull)
            || !request.to().isEmpty();
    if (mail) {
      throw ApiException.invalid("a web hook has url and secret, and nothing of mail");
    }
    if (request.url() != null) {
      secrets.put("url", Addresses.url(request.url()));
      changes.put(NOTIFICATION_TARGET.ADDRESS, Addresses.shown(request.url()));
    }
    if (request.secret() != null) {
      secrets.put("key", request.secret());
    }
  }

  private InventoryReply<NotificationTargetInventory> changeState(
      ChangeNotificationTargetState request, Call call, Transaction transaction) {
    String state = request.stateEvent().equals("enable") ? Outbox.ENABLED : "Disabled";
    NotificationTargetInventory before = reply(request.uuid(), transaction).inventory();
    if (!before.state().equals(state)) {
      transaction
          .sql()
          .update(NOTIFICATION_TARGET)
          .set(NOTIFICATION_TARGET.STATE, state)
          .set(NOTIFICATION_TARGET.UPDATED, clock.millis())
          .where(NOTIFICATION_TARGET.UUID.eq(request.uuid()))
          .execute();
      events.write(
          new Event(
              ResourceType.NOTIFICATION_TARGET,
              request.uuid(),
              before.name(),
              "StateChanged",
              before.state(),
              state,
              null),
          call,
          transaction);
    }
    return reply(request.uuid(), transaction);
  }

  /** What it was sent is forgotten before it: there may be thousands. */
  private Change<DeleteNotificationTarget, EmptyReply> delete(
      DeleteNotificationTarget request, Call call) {
    Portions.delete(
        database,
        NOTIFICATION_DELIVERY,
        NOTIFICATION_DELIVERY.TARGET_UUID.eq(request.uuid()),
        NOTIFICATION_DELIVERY.UUID);
    return this::deleteWithoutDeliveries;
  }

  private EmptyReply deleteWithoutDeliveries(
      DeleteNotificationTarget request, Call call, Transaction transaction) {
    NotificationTargetInventory target =
        queries
            .byUuid(transaction.sql(), NotificationTargetInventory.class, request.uuid())
            .orElse(null);
    if (target != null) {
      tags.deleteAll(ResourceType.NOTIFICATION_TARGET, target.uuid(), transaction);
      transaction
          .sql()
          .deleteFrom(NOTIFICATION_TARGET)
          .where(NOTIFICATION_TARGET.UUID.eq(target.uuid()))
          .execute();
      events.write(
          Event.deleted(ResourceType.NOTIFICATION_TARGET, target.uuid(), target.name()),
          call,
          transaction);
    } else if (!Uuid.isUuid(request.uuid())) {
      throw ApiException.notFound(ResourceType.NOTIFICATION_TARGET, request.uuid());
    }
    return new EmptyReply();
  }

  private InventoryReply<NotificationDeliveryInventory> test(
      SendTestNotification request, Call call, Transaction transaction) {
    String uuid = outbox.test(request.uuid(), transaction);
    transaction.afterCommit(wake);
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), NotificationDeliveryInventory.class, uuid).orElseThrow());
  }

  private InventoryReply<NotificationTargetInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), NotificationTargetInventory.class, uuid).orElseThrow());
  }
}
