package org.strongroom.server.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.query.Queries;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.source.GuardedHttp;

/** All that tells people what needs a hand, put together. */
public final class Notifications implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);
  private static final Duration GLANCE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofDays(30);

  private final Outbox outbox;
  private final Alarms alarms;
  private final Deliveries deliveries;
  private final NotificationTargets targets;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alarm-timer").daemon().factory());

  /**
   * Tells nothing yet.
   *
   * @param http calls web hooks, by the rules for addresses
   * @param trust whose certificates SMTP servers may have
   */
  public Notifications(Surroundings around, GuardedHttp http, SSLContext trust) {
    Database database = around.database();
    this.outbox = new Outbox(database, around.time());
    this.alarms =
        new Alarms(
            database,
            around.time(),
            new Troubles(
                around.time(),
                () -> around.configs().number(Setting.NOTIFY_CAPACITY),
                () -> around.configs().number(Setting.NOTIFY_AWAY)),
            outbox);
    this.deliveries =
        new Deliveries(
            database,
            around.vault(),
            outbox,
            new MailWay(trust, around.clock()),
            new WebHookWay(http, outbox::json, around.clock()));
    this.targets = new NotificationTargets(around, outbox, deliveries::wake);
  }

  public void register(OperationRegistry operations) {
    targets.register(operations);
  }

  public void start() {
    deliveries.start();
    timer.scheduleWithFixedDelay(
        () -> quietly(this::look), GLANCE.toSeconds(), GLANCE.toSeconds(), TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> quietly(() -> outbox.forget(KEPT)), 10, 60, TimeUnit.MINUTES);
  }

  /** Looks at what needs a hand now, and has it told. */
  public void look() {
    alarms.look();
    deliveries.wake();
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("what needs a hand could not be looked up, tried again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    deliveries.close();
  }

  /**
   * What it stands on.
   *
   * @param time that all nodes share
   */
  public record Surroundings(
      Database database,
      Vault vault,
      EventLog events,
      Queries queries,
      TagService tags,
      GlobalConfigs configs,
      DatabaseTime time,
      Clock clock) {}
}
