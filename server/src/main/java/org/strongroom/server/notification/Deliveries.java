package org.strongroom.server.notification;

import static org.strongroom.server.catalog.system.NotificationTargetTable.NOTIFICATION_TARGET;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.notification.Outbox.Claimed;
import org.strongroom.server.notification.Outbox.Due;
import org.strongroom.server.secret.Vault;

/**
 * Tells what is due. Each target has a thread of its own while something is told to it, and one
 * message at a time: one that hangs keeps nobody else waiting, and is left after a minute. There
 * are no more threads than targets, which are few ({@link NotificationTargets#MOST}).
 */
final class Deliveries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration GLANCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Database database;
  private final Vault vault;
  private final Outbox outbox;
  private final Way<Target.Mail> mail;
  private final Way<Target.WebHook> webHook;
  private final Duration patience;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("notification-timer").daemon().factory());
  private volatile boolean closed;

  Deliveries(
      Database database,
      Vault vault,
      Outbox outbox,
      Way<Target.Mail> mail,
      Way<Target.WebHook> webHook) {
    this(database, vault, outbox, mail, webHook, PATIENCE);
  }

  /** One that leaves a target that hangs after another time. */
  Deliveries(
      Database database,
      Vault vault,
      Outbox outbox,
      Way<Target.Mail> mail,
      Way<Target.WebHook> webHook,
      Duration patience) {
    this.database = database;
    this.vault = vault;
    this.outbox = outbox;
    this.mail = mail;
    this.webHook = webHook;
    this.patience = patience;
  }

  void start() {
    timer.scheduleWithFixedDelay(
        this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks soon, since there is something new. */
  void wake() {
    if (!closed) {
      timer.execute(this::glance);
    }
  }

  private void glance() {
    try {
      pump();
    } catch (RuntimeException e) {
      log.warn("what is to be told could not be looked up, tried again: {}", e.getMessage());
    }
  }

  /** Begins all that is due, one for each target. */
  void pump() {
    for (List<Due> due = outbox.due(List.copyOf(busy));
        !due.isEmpty() && !closed;
        due = outbox.due(List.copyOf(busy))) {
      due.forEach(this::begin);
    }
  }

  private void begin(Due due) {
    if (busy.add(due.targetUuid())) {
      // a platform thread: looking a name up may hang and would keep the carrier of a virtual one
      Thread.ofPlatform()
          .daemon()
          .name("notification-" + due.targetUuid())
          .start(() -> {
            try {
              outbox.claim(due).ifPresent(this::tell);
            } catch (RuntimeException e) {
              log.warn("notification {} could not be told now: {}", due.uuid(), e.getMessage());
            } finally {
              busy.remove(due.targetUuid());
            }
            wakeAgain();
          });
    }
  }

  private void wakeAgain() {
    try {
      wake();
    } catch (RejectedExecutionException e) {
      // closed meanwhile: the next start goes on
    }
  }

  private void tell(Claimed claimed) {
    Optional<Target> target = target(claimed.targetUuid());
    if (target.isEmpty()) {
      return; // deleted meanwhile, and what waited with it
    }
    AtomicBoolean late = new AtomicBoolean();
    try {
      switch (target.get()) {
        case Target.Mail each -> timed(late, abort -> mail.tell(each, claimed, abort));
        case Target.WebHook each -> timed(late, abort -> webHook.tell(each, claimed, abort));
      }
    } catch (IOException | RuntimeException e) {
      String reason =
          late.get()
              ? "it did not end within %d s".formatted(patience.toSeconds())
              : String.valueOf(e.getMessage());
      log.info(
          "notification {} did not reach {}, attempt {}: {}",
          claimed.uuid(),
          target.get(),
          claimed.attempt(),
          reason);
      outbox.failed(claimed, reason);
      return;
    }
    outbox.delivered(claimed);
  }

  private Optional<Target> target(String uuid) {
    return database.read(sql ->
        sql.selectFrom(NOTIFICATION_TARGET)
            .where(NOTIFICATION_TARGET.UUID.eq(uuid))
            .fetchOptional((Record row) -> Target.of(row, vault)));
  }

  /** Something that can be ended. */
  @FunctionalInterface
  private interface Telling {
    void run(Consumer<Runnable> abort) throws IOException;
  }

  private void timed(AtomicBoolean late, Telling telling) throws IOException {
    Ending ending = new Ending();
    ScheduledFuture<?> deadline =
        timer.schedule(
            () -> {
              late.set(true);
              // apart: closing a connection over TLS may hang as well
              Thread.ofPlatform().daemon().name("notification-end").start(ending::now);
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      telling.run(ending::by);
    } finally {
      deadline.cancel(false);
    }
  }

  /** How something is ended, which may be known only after it is to end. */
  private static final class Ending {
    private Runnable action = () -> {};
    private boolean wanted;

    synchronized void by(Runnable newAction) {
      action = newAction;
      if (wanted) {
        action.run();
      }
    }

    synchronized void now() {
      wanted = true;
      action.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
  }
}
