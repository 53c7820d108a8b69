package org.strongroom.server.notification;

import static org.strongroom.server.catalog.system.NotificationDeliveryTable.NOTIFICATION_DELIVERY;
import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.notification.Message.Thing;

/**
 * What waits to be told, in rows. Whoever tells something claims its row for a while, under the
 * number of the attempt; when the while is over, others may. So nothing is lost with a node, and
 * what a node did not live to note is told twice.
 */
final class Outbox {
  static final String ENABLED = "Enabled";
  private static final String WAITING = "Waiting";
  private static final String DELIVERED = "Delivered";
  private static final String FAILED = "Failed";

  /** Tried for eight hours, in growing pauses. */
  private static final int MOST_ATTEMPTS = 15;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Longer than an attempt may take. */
  private static final Duration CLAIM = Duration.ofMinutes(3);

  /** Somebody who is not reached is told no more than this later on. */
  private static final int MOST_WAITING = 1000;

  private static final int AT_ONCE = 200;

  private final Database database;
  private final DatabaseTime time;

  Outbox(Database database, DatabaseTime time) {
    this.database = database;
    this.time = time;
  }

  /** Something that is being told. */
  record Claimed(
      String uuid, String targetUuid, String subject, String body, int attempt, int mostAttempts) {}

  /** Something that could be claimed. */
  record Due(String uuid, String targetUuid, int attempts) {}

  /** Has everybody told who wants to know. */
  void tell(Kind kind, boolean raised, List<Thing> things, int count, Transaction transaction) {
    List<String> targets =
        transaction
            .sql()
            .select(NOTIFICATION_TARGET.UUID, NOTIFICATION_TARGET.KINDS)
            .from(NOTIFICATION_TARGET)
            .where(NOTIFICATION_TARGET.STATE.eq(ENABLED))
            .orderBy(NOTIFICATION_TARGET.UUID)
            .fetch()
            .stream()
            .filter(row -> List.of(row.value2().split(",")).contains(kind.text()))
            .map(row -> row.value1())
            .toList();
    long now = time.millis(transaction.sql());
    for (String target : targets) {
      if (waiting(target, transaction) < MOST_WAITING) {
        Message message =
            new Message(Uuid.random(), kind, raised, things, count, Instant.ofEpochMilli(now));
        put(message, target, MOST_ATTEMPTS, transaction);
      }
    }
  }

  /** Tells one target something once. */
  String test(String target, Transaction transaction) {
    Instant now = Instant.ofEpochMilli(time.millis(transaction.sql()));
    Message message = new Message(Uuid.random(), Kind.TEST, true, List.of(), 0, now);
    put(message, target, 1, transaction);
    return message.uuid();
  }

  private static int waiting(String target, Transaction transaction) {
    return transaction
        .sql()
        .fetchCount(
            NOTIFICATION_DELIVERY,
            NOTIFICATION_DELIVERY.TARGET_UUID.eq(target),
            NOTIFICATION_DELIVERY.STATE.eq(WAITING));
  }

  private static void put(Message message, String target, int most, Transaction transaction) {
    transaction
        .insertInto(NOTIFICATION_DELIVERY)
        .set(NOTIFICATION_DELIVERY.UUID, message.uuid())
        .set(NOTIFICATION_DELIVERY.TARGET_UUID, target)
        .set(NOTIFICATION_DELIVERY.KIND, message.kind().text())
        .set(NOTIFICATION_DELIVERY.SUBJECT, message.subject())
        .set(NOTIFICATION_DELIVERY.BODY, message.text())
        .set(NOTIFICATION_DELIVERY.JSON, message.json())
        .set(NOTIFICATION_DELIVERY.STATE, WAITING)
        .set(NOTIFICATION_DELIVERY.ATTEMPTS, 0)
        .set(NOTIFICATION_DELIVERY.MOST_ATTEMPTS, most)
        .set(NOTIFICATION_DELIVERY.DUE, message.time().toEpochMilli())
        .set(NOTIFICATION_DELIVERY.CREATED, message.time().toEpochMilli())
        .execute();
  }

  /** The first for each target of what is due, except for the targets that are busy. */
  List<Due> due(List<String> busy) {
    return database.read(sql -> {
      List<Due> due = new ArrayList<>();
      Condition others =
          busy.isEmpty() ? DSL.noCondition() : NOTIFICATION_DELIVERY.TARGET_UUID.notIn(busy);
      for (Record row :
          sql.select(
                  NOTIFICATION_DELIVERY.UUID,
                  NOTIFICATION_DELIVERY.TARGET_UUID,
                  NOTIFICATION_DELIVERY.ATTEMPTS)
              .from(NOTIFICATION_DELIVERY)
              .join(NOTIFICATION_TARGET)
              .on(NOTIFICATION_TARGET.UUID.eq(NOTIFICATION_DELIVERY.TARGET_UUID))
              .where(NOTIFICATION_DELIVERY.STATE.eq(WAITING))
              .and(NOTIFICATION_DELIVERY.DUE.le(time.millis(sql)))
              .and(
                  NOTIFICATION_TARGET
                      .STATE
                      .eq(ENABLED)
                      .or(NOTIFICATION_DELIVERY.KIND.eq(Kind.TEST.text())))
              .and(others)
              .orderBy(NOTIFICATION_DELIVERY.DUE)
              .limit(AT_ONCE)
              .fetch()) {
        String target = row.get(NOTIFICATION_DELIVERY.TARGET_UUID);
        if (due.stream().noneMatch(each -> each.targetUuid().equals(target))) {
          due.add(
              new Due(
                  row.get(NOTIFICATION_DELIVERY.UUID),
                  target,
                  row.get(NOTIFICATION_DELIVERY.ATTEMPTS)));
        }
      }
      return due;
    });
  }

  /** Takes one, unless somebody else was first; the target's row comes with it. */
  Optional<Claimed> claim(Due due) {
    return database.write(transaction -> {
      long now = time.millis(transaction.sql());
      int taken =
          transaction
              .sql()
              .update(NOTIFICATION_DELIVERY)
              .set(NOTIFICATION_DELIVERY.ATTEMPTS, due.attempts() + 1)
              .set(NOTIFICATION_DELIVERY.DUE, now + CLAIM.toMillis())
              .where(NOTIFICATION_DELIVERY.UUID.eq(due.uuid()))
              .and(NOTIFICATION_DELIVERY.STATE.eq(WAITING))
              .and(NOTIFICATION_DELIVERY.ATTEMPTS.eq(due.attempts()))
              .execute();
      return taken == 0
          ? Optional.empty()
          : transaction
              .sql()
              .selectFrom(NOTIFICATION_DELIVERY)
              .where(NOTIFICATION_DELIVERY.UUID.eq(due.uuid()))
              .fetchOptional(Outbox::claimed);
    });
  }

  private static Claimed claimed(Record row) {
    return new Claimed(
        row.get(NOTIFICATION_DELIVERY.UUID),
        row.get(NOTIFICATION_DELIVERY.TARGET_UUID),
        row.get(NOTIFICATION_DELIVERY.SUBJECT),
        row.get(NOTIFICATION_DELIVERY.BODY),
        row.get(NOTIFICATION_DELIVERY.ATTEMPTS),
        row.get(NOTIFICATION_DELIVERY.MOST_ATTEMPTS));
  }

  /** What a program is sent. */
  String json(String uuid) {
    return database.read(sql ->
        sql.select(NOTIFICATION_DELIVERY.JSON)
            .from(NOTIFICATION_DELIVERY)
            .where(NOTIFICATION_DELIVERY.UUID.eq(uuid))
            .fetchOptional(NOTIFICATION_DELIVERY.JSON)
            .orElse("{}"));
  }

  void delivered(Claimed claimed) {
    settle(claimed, DELIVERED, null);
  }

  /** It is tried again later, or given up. */
  void failed(Claimed claimed, String reason) {
    String shown = ShortText.of(reason, 2048);
    settle(claimed, claimed.attempt() < claimed.mostAttempts() ? WAITING : FAILED, shown);
  }

  private void settle(Claimed claimed, String state, @Nullable String error) {
    database.write(transaction -> {
      long now = time.millis(transaction.sql());
      boolean over = !state.equals(WAITING);
      return transaction
          .sql()
          .update(NOTIFICATION_DELIVERY)
          .set(NOTIFICATION_DELIVERY.STATE, state)
          .set(NOTIFICATION_DELIVERY.LAST_ERROR, error)
          .set(NOTIFICATION_DELIVERY.DUE, over ? null : now + pause(claimed.attempt()).toMillis())
          .set(NOTIFICATION_DELIVERY.FINISHED, over ? now : null)
          .where(NOTIFICATION_DELIVERY.UUID.eq(claimed.uuid()))
          .and(NOTIFICATION_DELIVERY.STATE.eq(WAITING))
          .and(NOTIFICATION_DELIVERY.ATTEMPTS.eq(claimed.attempt()))
          .execute();
    });
  }

  private static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Forgets what ended before. */
  void forget(Duration kept) {
    long before = database.read(time::millis) - kept.toMillis();
    Portions.delete(
        database,
        NOTIFICATION_DELIVERY,
        NOTIFICATION_DELIVERY.CREATED.lt(before),
        NOTIFICATION_DELIVERY.UUID);
  }
}
