package org.strongroom.server.schedule;

import static org.strongroom.server.catalog.system.ScheduleGenerationTable.SCHEDULE_GENERATION;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.schedule.ChangeScheduleState;
import org.strongroom.api.schedule.CreateSchedule;
import org.strongroom.api.schedule.DeleteSchedule;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.api.schedule.UpdateSchedule;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;
import org.strongroom.server.timetable.Timetable;

/** Schedules, made, changed and taken away by those who may do by hand what they do. */
public final class Schedules {
  /**
   * A page of them is planned anew each time it is read, all of them when the clock is set back.
   */
  static final int MOST = 10_000;

  static final String ENABLED = "Enabled";
  private static final String BACKUP = BackupVolume.class.getSimpleName();

  private final Database database;
  private final Queries queries;
  private final TagService tags;
  private final EventLog events;
  private final DatabaseTime time;
  private final Clock clock;

  /**
   * @param time that all nodes share
   * @param clock in whose zone schedules are that name none
   */
  public Schedules(
      Database database,
      Queries queries,
      TagService tags,
      EventLog events,
      DatabaseTime time,
      Clock clock) {
    this.database = database;
    this.queries = queries;
    this.tags = tags;
    this.events = events;
    this.time = time;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.change(CreateSchedule.class, this::create);
    operations.change(UpdateSchedule.class, this::update);
    operations.change(ChangeScheduleState.class, this::changeState);
    operations.prepared(DeleteSchedule.class, this::delete);
    operations.answer(
        QuerySchedule.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(sql, ScheduleInventory.class, request.query(), DSL.noCondition())));
  }

  private InventoryReply<ScheduleInventory> create(
      CreateSchedule request, Call call, Transaction transaction) {
    checkParts(request);
    String zone = Objects.requireNonNullElse(request.timeZone(), clock.getZone().getId());
    long now = time.millis(transaction.sql());
    Instant next = next(request.cron(), zone, now);
    transaction.lockTable(SCHEDULE);
    if (transaction.sql().fetchCount(SCHEDULE) >= MOST) {
      throw ApiException.invalid("there are %d schedules already".formatted(MOST));
    }
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    ResourceUuids.take(ResourceType.SCHEDULE, uuid, transaction);
    transaction
        .insertInto(SCHEDULE)
        .set(SCHEDULE.UUID, uuid)
        .set(SCHEDULE.NAME, request.name())
        .set(SCHEDULE.DESCRIPTION, request.description())
        .set(SCHEDULE.OPERATION, request.operation())
        .set(SCHEDULE.VOLUME_UUID, request.volumeUuid())
        .set(SCHEDULE.BACKUP_STORAGE_UUID, request.backupStorageUuid())
        .set(SCHEDULE.STATE, ENABLED)
        .set(SCHEDULE.CRON, request.cron())
        .set(SCHEDULE.TIME_ZONE, zone)
        .set(SCHEDULE.KEPT, request.keep())
        .set(SCHEDULE.NEXT_RUN, next.toEpochMilli())
        .set(SCHEDULE.CREATED, now)
        .set(SCHEDULE.UPDATED, now)
        .execute();
    tags.create(ResourceType.SCHEDULE, uuid, request.resource(), transaction);
    events.write(Event.created(ResourceType.SCHEDULE, uuid, request.name()), call, transaction);
    return reply(uuid, transaction);
  }

  private static void checkParts(CreateSchedule request) {
    if (request.operation().equals(BACKUP)) {
      if (request.volumeUuid() == null) {
        throw ApiException.invalid("BackupVolume needs volumeUuid, the volume to be backed up");
      }
      return;
    }
    if (request.backupStorageUuid() == null) {
      throw ApiException.invalid(
          "%s needs backupStorageUuid, the storage".formatted(request.operation()));
    }
    if (request.volumeUuid() != null || request.keep() > 0) {
      throw ApiException.invalid(
          "%s is about a whole storage: volumeUuid and keep are of BackupVolume"
              .formatted(request.operation()));
    }
  }

  private static Instant next(String cron, String zone, long now) {
    return Timetable.of(cron, zone)
        .after(Instant.ofEpochMilli(now))
        .orElseThrow(() -> ApiException.invalid("cron '%s' never comes".formatted(cron)));
  }

  private InventoryReply<ScheduleInventory> update(
      UpdateSchedule request, Call call, Transaction transaction) {
    transaction.lock(SCHEDULE.UUID, request.uuid());
    Record row = row(request.uuid(), transaction);
    Map<Field<?>, @Nullable Object> changes = new HashMap<>();
    put(SCHEDULE.NAME, request.name(), changes);
    put(SCHEDULE.DESCRIPTION, request.description(), changes);
    put(SCHEDULE.BACKUP_STORAGE_UUID, request.backupStorageUuid(), changes);
    if (request.keep() != null) {
      if (request.keep() > 0 && !row.get(SCHEDULE.OPERATION).equals(BACKUP)) {
        throw ApiException.invalid("keep is of BackupVolume");
      }
      changes.put(SCHEDULE.KEPT, request.keep());
    }
    long now = time.millis(transaction.sql());
    if (request.cron() != null || request.timeZone() != null) {
      String cron = Objects.requireNonNullElse(request.cron(), row.get(SCHEDULE.CRON));
      String zone = Objects.requireNonNullElse(request.timeZone(), row.get(SCHEDULE.TIME_ZONE));
      Instant next = next(cron, zone, now);
      changes.put(SCHEDULE.CRON, cron);
      changes.put(SCHEDULE.TIME_ZONE, zone);
      if (row.get(SCHEDULE.STATE).equals(ENABLED)) {
        changes.put(SCHEDULE.NEXT_RUN, next.toEpochMilli());
      }
    }
    changes.put(SCHEDULE.UPDATED, Math.max(now, row.get(SCHEDULE.UPDATED) + 1));
    change(request.uuid(), changes, transaction);
    return reply(request.uuid(), transaction);
  }

  private static void put(
      Field<String> column, @Nullable String value, Map<Field<?>, @Nullable Object> changes) {
    if (value != null) {
      changes.put(column, value);
    }
  }

  private static void change(
      String uuid, Map<Field<?>, @Nullable Object> changes, Transaction transaction) {
    transaction.sql().update(SCHEDULE).set(changes).where(SCHEDULE.UUID.eq(uuid)).execute();
  }

  private static Record row(String uuid, Transaction transaction) {
    return transaction.sql().selectFrom(SCHEDULE).where(SCHEDULE.UUID.eq(uuid)).fetchSingle();
  }

  private InventoryReply<ScheduleInventory> changeState(
      ChangeScheduleState request, Call call, Transaction transaction) {
    transaction.lock(SCHEDULE.UUID, request.uuid());
    Record row = row(request.uuid(), transaction);
    boolean enable = request.stateEvent().equals("enable");
    String before = row.get(SCHEDULE.STATE);
    String state = enable ? ENABLED : "Disabled";
    if (!before.equals(state)) {
      long now = time.millis(transaction.sql());
      Map<Field<?>, @Nullable Object> changes = new HashMap<>();
      changes.put(SCHEDULE.STATE, state);
      changes.put(
          SCHEDULE.NEXT_RUN,
          enable
              ? next(row.get(SCHEDULE.CRON), row.get(SCHEDULE.TIME_ZONE), now).toEpochMilli()
              : null);
      changes.put(SCHEDULE.UPDATED, Math.max(now, row.get(SCHEDULE.UPDATED) + 1));
      change(request.uuid(), changes, transaction);
      events.write(
          new Event(
              ResourceType.SCHEDULE,
              request.uuid(),
              row.get(SCHEDULE.NAME),
              "StateChanged",
              before,
              state,
              null),
          call,
          transaction);
    }
    return reply(request.uuid(), transaction);
  }

  /** Which snapshots it made is forgotten before: there may be thousands. */
  private Change<DeleteSchedule, EmptyReply> delete(DeleteSchedule request, Call call) {
    Portions.delete(
        database,
        SCHEDULE_GENERATION,
        SCHEDULE_GENERATION.SCHEDULE_UUID.eq(request.uuid()),
        SCHEDULE_GENERATION.SNAPSHOT_UUID);
    return this::deleteWithoutGenerations;
  }

  private EmptyReply deleteWithoutGenerations(
      DeleteSchedule request, Call call, Transaction transaction) {
    ScheduleInventory schedule =
        queries.byUuid(transaction.sql(), ScheduleInventory.class, request.uuid()).orElse(null);
    if (schedule != null) {
      tags.deleteAll(ResourceType.SCHEDULE, schedule.uuid(), transaction);
      transaction.sql().deleteFrom(SCHEDULE).where(SCHEDULE.UUID.eq(schedule.uuid())).execute();
      events.write(
          Event.deleted(ResourceType.SCHEDULE, schedule.uuid(), schedule.name()),
          call,
          transaction);
    } else if (!Uuid.isUuid(request.uuid())) {
      throw ApiException.notFound(ResourceType.SCHEDULE, request.uuid());
    }
    return new EmptyReply();
  }

  private InventoryReply<ScheduleInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), ScheduleInventory.class, uuid).orElseThrow());
  }
}
