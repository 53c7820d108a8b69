package org.strongroom.server;

import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.audit.AuditChain;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.config.Setting;

/**
 * What is done now and then: settings that other nodes changed are read, sessions and tokens that
 * ended are removed.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final int SETTINGS_MILLIS = 500;
  private static final int LOG_INS_SECONDS = 30;
  private static final int LOG_IN_TIDYING_MINUTES = 5;
  private static final int EVENTS_MINUTES = 60;
  private static final int AUDIT_SECONDS = 1;

  private final Core core;
  private final boolean alone;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("upkeep-timer").daemon().factory());

  /** Of its own: what others changed has to hold at once, whatever else takes its time. */
  private final ScheduledExecutorService settings =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("settings-timer").daemon().factory());

  /**
   * Does nothing yet.
   *
   * @param alone whether no other node can use the database
   */
  Upkeep(Core core, boolean alone) {
    this.core = core;
    this.alone = alone;
  }

  void start() {
    if (!alone) {
      settings.scheduleWithFixedDelay(
          () -> quietly(core.configs()::refresh),
          SETTINGS_MILLIS,
          SETTINGS_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    scheduleSessions();
    timer.scheduleWithFixedDelay(
        () -> quietly(core.failedLogIns()::flush),
        LOG_INS_SECONDS,
        LOG_INS_SECONDS,
        TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> quietly(core.logInGuard()::tidy), 1, LOG_IN_TIDYING_MINUTES, TimeUnit.MINUTES);
    timer.scheduleWithFixedDelay(
        () -> quietly(core.auditChain()::link), AUDIT_SECONDS, AUDIT_SECONDS, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> quietly(this::tellChain), 1, EVENTS_MINUTES, TimeUnit.MINUTES);
    timer.scheduleWithFixedDelay(
        () -> quietly(this::forgetOldEvents), 1, EVENTS_MINUTES, TimeUnit.MINUTES);
  }

  /** Logs go elsewhere, mostly: there the chain can be compared with what it was. */
  private void tellChain() {
    core.database()
        .read(AuditChain::head)
        .ifPresent(head ->
            log.info("the audit log is chained up to link {}, {}", head.number(), head.digest()));
  }

  private void forgetOldEvents() {
    long before =
        core.clock().millis()
            - TimeUnit.SECONDS.toMillis(core.configs().number(Setting.EVENT_RETENTION))
            - core.jumps().held().toMillis();
    Portions.delete(core.database(), EVENT, EVENT.TIME.lt(before), EVENT.UUID);
    int forgotten;
    do {
      forgotten =
          core.database().write(transaction -> core.auditChain().forget(before, transaction));
    } while (forgotten == AuditChain.atOnce());
  }

  private void scheduleSessions() {
    timer.schedule(
        () -> {
          quietly(core.sessions()::removeEnded);
          quietly(core.tokens()::removeEnded);
          scheduleSessions();
        },
        core.configs().number(Setting.SESSION_CLEANUP),
        TimeUnit.SECONDS);
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("upkeep failed and is tried again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    settings.shutdownNow();
  }
}
