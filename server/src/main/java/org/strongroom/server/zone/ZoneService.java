package org.strongroom.server.zone;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.api.zone.ChangeZoneState;
import org.strongroom.api.zone.CreateZone;
import org.strongroom.api.zone.DeleteZone;
import org.strongroom.api.zone.QueryZone;
import org.strongroom.api.zone.UpdateZone;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;

/** Zones: where a cloud's resources live. */
public final class ZoneService {
  private static final Pattern NAME =
      Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit} \\-_.():+\"]+");

  private final Database database;
  private final Queries queries;
  private final TagService tags;
  private final EventLog events;
  private final InstantSource clock;

  public ZoneService(
      Database database, Queries queries, TagService tags, EventLog events, InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.tags = tags;
    this.events = events;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.change(CreateZone.class, this::create);
    operations.change(UpdateZone.class, this::update);
    operations.change(ChangeZoneState.class, this::changeState);
    operations.prepared(DeleteZone.class, this::delete);
    operations.answer(
        QueryZone.class,
        (request, caller) ->
            database.read(sql ->
                queries.findFor(
                    caller.limitedTo(), sql, ZoneInventory.class, request.query(), noCondition())));
  }

  /** Makes the zone that resources live in unless another is named, and tells its uuid. */
  public String createDefault(String name, Call call, Transaction transaction) {
    CreateZone request = new CreateZone(name, null, true, NewResource.unnamed());
    return create(request, call, transaction).inventory().uuid();
  }

  private InventoryReply<ZoneInventory> create(
      CreateZone request, Call call, Transaction transaction) {
    checkName(request.name());
    String uuid = newUuid(request.resource(), transaction);
    ResourceUuids.take(ResourceType.ZONE, uuid, transaction);
    if (request.isDefault()) {
      clearDefault(transaction);
    }
    long now = clock.millis();
    transaction
        .insertInto(ZONE)
        .set(ZONE.UUID, uuid)
        .set(ZONE.NAME, request.name())
        .set(ZONE.DESCRIPTION, request.description())
        .set(ZONE.STATE, "Enabled")
        .set(ZONE.IS_DEFAULT, request.isDefault())
        .set(ZONE.CREATED, now)
        .set(ZONE.UPDATED, now)
        .execute();
    tags.create(ResourceType.ZONE, uuid, request.resource(), transaction);
    events.write(Event.created(ResourceType.ZONE, uuid, request.name()), call, transaction);
    return reply(uuid, transaction);
  }

  private static String newUuid(NewResource resource, Transaction transaction) {
    String uuid = Uuid.chosenOrRandom(resource.resourceUuid());
    if (resource.resourceUuid() != null
        && transaction.sql().fetchExists(ZONE, ZONE.UUID.eq(uuid))) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by a zone");
    }
    return uuid;
  }

  private InventoryReply<ZoneInventory> update(
      UpdateZone request, Call call, Transaction transaction) {
    if (request.name() != null) {
      checkName(request.name());
    }
    if (Boolean.TRUE.equals(request.isDefault())) {
      clearDefault(transaction);
    }
    transaction
        .sql()
        .update(ZONE)
        .set(ZONE.NAME, coalesce(val(request.name(), ZONE.NAME), ZONE.NAME))
        .set(
            ZONE.DESCRIPTION,
            coalesce(val(request.description(), ZONE.DESCRIPTION), ZONE.DESCRIPTION))
        .set(ZONE.IS_DEFAULT, coalesce(val(request.isDefault(), ZONE.IS_DEFAULT), ZONE.IS_DEFAULT))
        .set(ZONE.UPDATED, clock.millis())
        .where(ZONE.UUID.eq(request.uuid()))
        .execute();
    return reply(request.uuid(), transaction);
  }

  private InventoryReply<ZoneInventory> changeState(
      ChangeZoneState request, Call call, Transaction transaction) {
    String state = request.stateEvent().equals("enable") ? "Enabled" : "Disabled";
    ZoneInventory before =
        queries.byUuid(transaction.sql(), ZoneInventory.class, request.uuid()).orElseThrow();
    if (!before.state().equals(state)) {
      transaction
          .sql()
          .update(ZONE)
          .set(ZONE.STATE, state)
          .set(ZONE.UPDATED, clock.millis())
          .where(ZONE.UUID.eq(request.uuid()))
          .execute();
      events.write(
          new Event(
              ResourceType.ZONE,
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

  /** What lies in it leaves it before: there may be thousands of volumes. */
  private Change<DeleteZone, EmptyReply> delete(DeleteZone request, Call call) {
    Portions.delete(
        database,
        BACKUP_STORAGE_ZONE,
        BACKUP_STORAGE_ZONE.ZONE_UUID.eq(request.uuid()),
        BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID,
        BACKUP_STORAGE_ZONE.ZONE_UUID);
    Condition volumes = VOLUME.ZONE_UUID.eq(request.uuid());
    while (database.write(transaction -> leave(volumes, transaction)) == Portions.AT_ONCE) {
      // until the last are out
    }
    return this::deleteEmpty;
  }

  private static int leave(Condition volumes, Transaction transaction) {
    return transaction
        .sql()
        .update(VOLUME)
        .setNull(VOLUME.ZONE_UUID)
        .where(
            VOLUME.UUID.in(
                DSL.select(VOLUME.UUID).from(VOLUME).where(volumes).limit(Portions.AT_ONCE)))
        .execute();
  }

  private EmptyReply deleteEmpty(DeleteZone request, Call call, Transaction transaction) {
    @Nullable ZoneInventory zone =
        queries.byUuid(transaction.sql(), ZoneInventory.class, request.uuid()).orElse(null);
    if (zone != null) {
      transaction
          .sql()
          .deleteFrom(BACKUP_STORAGE_ZONE)
          .where(BACKUP_STORAGE_ZONE.ZONE_UUID.eq(zone.uuid()))
          .execute();
      tags.deleteAll(ResourceType.ZONE, zone.uuid(), transaction);
      transaction.sql().deleteFrom(ZONE).where(ZONE.UUID.eq(zone.uuid())).execute();
      events.write(Event.deleted(ResourceType.ZONE, zone.uuid(), zone.name()), call, transaction);
    } else if (!Uuid.isUuid(request.uuid())) {
      throw ApiException.notFound(ResourceType.ZONE, request.uuid());
    }
    return new EmptyReply();
  }

  private void clearDefault(Transaction transaction) {
    transaction
        .sql()
        .update(ZONE)
        .set(ZONE.IS_DEFAULT, false)
        .where(ZONE.IS_DEFAULT.isTrue())
        .execute();
  }

  private InventoryReply<ZoneInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), ZoneInventory.class, uuid).orElseThrow());
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "zone name '%s' may hold letters, digits, spaces and -_.():+\" only".formatted(name));
    }
  }
}
