package org.strongroom.server.about;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps failures that repeat from flooding the log: each kind of them tells where it happened once
 * in a while, and in one line else. While the catalog cannot be reached everything fails that comes
 * by, and then a kind has one line a minute, which tells how many there were.
 */
public final class RepeatedFailures extends UnsynchronizedAppenderBase<ILoggingEvent> {
  /** After which a kind of failure tells where it happened again. */
  static final Duration STACK_EVERY = Duration.ofMinutes(10);

  /** How often a kind of failure is told while the catalog cannot be reached. */
  static final Duration LINE_EVERY = Duration.ofMinutes(1);

  static final String NAME = "failures";

  private static final int MOST_KINDS = 2000;

  private final LoggerContext loggers;
  private final List<Appender<ILoggingEvent>> outputs;
  private final Map<Kind, Told> kinds = new ConcurrentHashMap<>();

  /**
   * In front of where the log goes.
   *
   * @param outputs that are started already
   */
  public RepeatedFailures(LoggerContext context, List<Appender<ILoggingEvent>> outputs) {
    this.loggers = context;
    this.outputs = List.copyOf(outputs);
    setContext(context);
    setName(NAME);
  }

  List<Appender<ILoggingEvent>> outputs() {
    return outputs;
  }

  /** What is the same failure again: whom it befell may differ. */
  private record Kind(String logger, String message, String cause, String place) {
    static Kind of(ILoggingEvent event, IThrowableProxy failure) {
      IThrowableProxy root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      StackTraceElementProxy[] stack = root.getStackTraceElementProxyArray();
      return new Kind(
          event.getLoggerName(),
          event.getMessage(),
          root.getClassName(),
          stack == null || stack.length == 0 ? "" : stack[0].toString());
    }
  }

  /**
   * What was told of a kind.
   *
   * @param stack when its place was told, milliseconds since 1970
   * @param line when it was told
   * @param since how many came since and were not told
   * @param now what is to be told of the one at hand: nothing, a line or all
   */
  private record Told(long stack, long line, int since, Extent now) {}

  private enum Extent {
    NOTHING,
    LINE,
    ALL
  }

  @Override
  protected void append(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure == null) {
      pass(event);
      return;
    }
    if (kinds.size() >= MOST_KINDS) {
      kinds.clear();
    }
    boolean catalogAway = isOfTheCatalog(failure);
    int[] untold = new int[1];
    Told told =
        kinds.compute(
            Kind.of(event, failure),
            (kind, before) -> {
              untold[0] = before == null ? 0 : before.since();
              return next(before, event.getTimeStamp(), catalogAway);
            });
    switch (told.now()) {
      case NOTHING -> {}
      case ALL -> pass(event);
      case LINE -> pass(inOneLine(event, failure, untold[0]));
    }
  }

  private static Told next(@Nullable Told before, long now, boolean catalogAway) {
    if (before == null || isOver(before.stack(), STACK_EVERY, now)) {
      return new Told(now, now, 0, Extent.ALL);
    }
    return catalogAway && !isOver(before.line(), LINE_EVERY, now)
        ? new Told(before.stack(), before.line(), before.since() + 1, Extent.NOTHING)
        : new Told(before.stack(), now, 0, Extent.LINE);
  }

  /** Over, too, if the clock was set back. */
  private static boolean isOver(long then, Duration time, long now) {
    return now < then || now - then >= time.toMillis();
  }

  private void pass(ILoggingEvent event) {
    outputs.forEach(output -> output.doAppend(event));
  }

  private ILoggingEvent inOneLine(ILoggingEvent event, IThrowableProxy failure, int untold) {
    StringBuilder text = new StringBuilder(event.getFormattedMessage());
    for (IThrowableProxy each = failure; each != null; each = each.getCause()) {
      text.append(": ").append(each.getClassName());
      if (each.getCause() == null && each.getMessage() != null) {
        text.append(": ").append(each.getMessage().lines().findFirst().orElse(""));
      }
    }
    if (untold > 0) {
      text.append(" (and ").append(untold).append(" times before)");
    }
    LoggingEvent line = new LoggingEvent();
    line.setLoggerContextRemoteView(loggers.getLoggerContextRemoteView());
    line.setLoggerName(event.getLoggerName());
    line.setLevel(event.getLevel());
    line.setThreadName(event.getThreadName());
    line.setTimeStamp(event.getTimeStamp());
    line.setMDCPropertyMap(event.getMDCPropertyMap());
    line.setMessage(text.toString());
    return line;
  }

  /** Whether the failure is that the catalog cannot be reached, or went away meanwhile. */
  private static boolean isOfTheCatalog(IThrowableProxy failure) {
    for (IThrowableProxy each = failure; each != null; each = each.getCause()) {
      if (each instanceof ThrowableProxy proxy
          && proxy.getThrowable() instanceof SQLException reason) {
        String state = String.valueOf(reason.getSQLState());
        if (reason instanceof SQLTransientConnectionException
            || state.startsWith("08")
            || state.startsWith("57P")
            || state.equals("25P03")) {
          return true;
        }
      }
    }
    return false;
  }
}
