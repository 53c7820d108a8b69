package org.strongroom.server.notification;

import static org.strongroom.server.catalog.system.NotificationAlarmTable.NOTIFICATION_ALARM;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.notification.Message.Thing;

/**
 * Looks now and then at what needs a hand, and has it told once, and once more when it is over. The
 * row of an alarm decides which node tells it: it changes in the transaction in which the telling
 * is put down. What happens at once is told at once, in one message for each kind.
 */
final class Alarms {
  /** Of each message: who has ten thousand storages away wants no list of them. */
  private static final int LISTED = 50;

  /** In a few statements of one transaction, so that nobody waits long for it. */
  private static final int AT_ONCE = 500;

  private final Database database;
  private final DatabaseTime time;
  private final Troubles troubles;
  private final Outbox outbox;

  Alarms(Database database, DatabaseTime time, Troubles troubles, Outbox outbox) {
    this.database = database;
    this.time = time;
    this.troubles = troubles;
    this.outbox = outbox;
  }

  /** Looks once. */
  void look() {
    if (nobodyListens()) {
      forgetAll();
      return;
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.TEST) {
        look(kind);
      }
    }
  }

  private boolean nobodyListens() {
    return database.read(
        sql -> !sql.fetchExists(NOTIFICATION_TARGET, NOTIFICATION_TARGET.STATE.eq(Outbox.ENABLED)));
  }

  /** Whoever listens later is told what needs a hand then. */
  private void forgetAll() {
    if (database.<Boolean>read(sql -> sql.fetchExists(NOTIFICATION_ALARM))) {
      Portions.delete(
          database,
          NOTIFICATION_ALARM,
          DSL.noCondition(),
          NOTIFICATION_ALARM.KIND,
          NOTIFICATION_ALARM.RESOURCE_UUID);
    }
  }

  private void look(Kind kind) {
    Map<String, Alarm> known = database.read(sql -> known(kind, sql));
    Map<String, Thing> found = new HashMap<>();
    database
        .<List<Thing>>read(sql -> troubles.of(kind, known.keySet(), sql))
        .forEach(thing -> found.put(thing.uuid(), thing));
    List<Thing> fresh =
        found.values().stream().filter(thing -> !known.containsKey(thing.uuid())).toList();
    inParts(fresh, some -> raise(kind, some));
    List<Thing> ripe =
        known.values().stream()
            .filter(alarm -> !alarm.told() && found.containsKey(alarm.thing().uuid()))
            .map(Alarm::thing)
            .toList();
    inParts(ripe, some -> ripen(kind, some));
    List<Thing> gone =
        known.values().stream()
            .map(Alarm::thing)
            .filter(thing -> !found.containsKey(thing.uuid()))
            .toList();
    inParts(gone, some -> end(kind, some));
  }

  private record Alarm(Thing thing, boolean told) {}

  private static Map<String, Alarm> known(Kind kind, DSLContext sql) {
    Map<String, Alarm> known = new HashMap<>();
    for (Record row :
        sql.selectFrom(NOTIFICATION_ALARM).where(NOTIFICATION_ALARM.KIND.eq(kind.text())).fetch()) {
      String uuid = row.get(NOTIFICATION_ALARM.RESOURCE_UUID);
      known.put(
          uuid,
          new Alarm(
              new Thing(uuid, row.get(NOTIFICATION_ALARM.RESOURCE_NAME)),
              row.get(NOTIFICATION_ALARM.TOLD)));
    }
    return known;
  }

  private static void inParts(List<Thing> things, Consumer<List<Thing>> work) {
    for (int from = 0; from < things.size(); from += AT_ONCE) {
      work.accept(things.subList(from, Math.min(things.size(), from + AT_ONCE)));
    }
  }

  /** Notes what was not known; what need not last first is told with it. */
  private void raise(Kind kind, List<Thing> things) {
    boolean atOnce = troubles.patience(kind).isZero();
    database.write(transaction -> {
      transaction.lockTable(NOTIFICATION_ALARM);
      long now = time.millis(transaction.sql());
      Set<String> noted = uuids(rows(kind, things), transaction);
      List<Thing> mine = things.stream().filter(thing -> !noted.contains(thing.uuid())).toList();
      if (!mine.isEmpty()) {
        var insert =
            transaction
                .sql()
                .insertInto(
                    NOTIFICATION_ALARM,
                    NOTIFICATION_ALARM.KIND,
                    NOTIFICATION_ALARM.RESOURCE_UUID,
                    NOTIFICATION_ALARM.RESOURCE_NAME,
                    NOTIFICATION_ALARM.RAISED,
                    NOTIFICATION_ALARM.TOLD);
        for (Thing thing : mine) {
          insert = insert.values(kind.text(), thing.uuid(), thing.name(), now, atOnce);
        }
        insert.execute();
      }
      return atOnce && tell(kind, true, mine, transaction);
    });
  }

  /** Tells what has lasted long enough. */
  private void ripen(Kind kind, List<Thing> things) {
    Duration patience = troubles.patience(kind);
    database.write(transaction -> {
      transaction.lockTable(NOTIFICATION_ALARM);
      long before = time.millis(transaction.sql()) - patience.toMillis();
      Condition ripe =
          rows(kind, things)
              .and(NOTIFICATION_ALARM.TOLD.isFalse())
              .and(NOTIFICATION_ALARM.RAISED.le(before));
      Set<String> mine = uuids(ripe, transaction);
      transaction
          .sql()
          .update(NOTIFICATION_ALARM)
          .set(NOTIFICATION_ALARM.TOLD, true)
          .where(ripe)
          .execute();
      return tell(kind, true, among(things, mine), transaction);
    });
  }

  private void end(Kind kind, List<Thing> things) {
    database.write(transaction -> {
      transaction.lockTable(NOTIFICATION_ALARM);
      Condition over = rows(kind, things);
      Set<String> told = uuids(over.and(NOTIFICATION_ALARM.TOLD.isTrue()), transaction);
      transaction.sql().deleteFrom(NOTIFICATION_ALARM).where(over).execute();
      return !kind.over().isEmpty() && tell(kind, false, among(things, told), transaction);
    });
  }

  private static Set<String> uuids(Condition condition, Transaction transaction) {
    return transaction
        .sql()
        .select(NOTIFICATION_ALARM.RESOURCE_UUID)
        .from(NOTIFICATION_ALARM)
        .where(condition)
        .fetchSet(NOTIFICATION_ALARM.RESOURCE_UUID);
  }

  private static Condition rows(Kind kind, List<Thing> things) {
    return NOTIFICATION_ALARM
        .KIND
        .eq(kind.text())
        .and(NOTIFICATION_ALARM.RESOURCE_UUID.in(things.stream().map(Thing::uuid).toList()));
  }

  /** In the order in which they were found. */
  private static List<Thing> among(List<Thing> things, Set<String> uuids) {
    return things.stream().filter(thing -> uuids.contains(thing.uuid())).toList();
  }

  private boolean tell(Kind kind, boolean raised, List<Thing> things, Transaction transaction) {
    if (things.isEmpty()) {
      return false;
    }
    List<Thing> listed = things.subList(0, Math.min(LISTED, things.size()));
    outbox.tell(kind, raised, List.copyOf(listed), things.size(), transaction);
    return true;
  }
}
