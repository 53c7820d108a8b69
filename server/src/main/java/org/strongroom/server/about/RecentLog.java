package org.strongroom.server.about;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ShortText;

/** Keeps the last lines of the log in memory, so that they can be asked for over the API. */
public final class RecentLog extends AppenderBase<ILoggingEvent> {
  private static final String NAME = "recent";
  private static final int LINES = 500;
  private static final int CHARACTERS = 2000;

  private final PatternLayout layout;
  private final Deque<String> lines = new ArrayDeque<>(LINES);

  /**
   * @param pattern of a line, which is one whatever it names
   */
  public RecentLog(LoggerContext context, String pattern) {
    setName(NAME);
    setContext(context);
    layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(pattern);
  }

  @Override
  public void start() {
    layout.start();
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line = layout.doLayout(event).stripTrailing();
    synchronized (lines) {
      if (lines.size() == LINES) {
        lines.removeFirst();
      }
      lines.addLast(ShortText.of(line, CHARACTERS));
    }
  }

  private List<String> kept() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The lines of this process, the oldest first; none if nobody keeps them. */
  static List<String> lines() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      Appender<ILoggingEvent> found =
          context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(RepeatedFailures.NAME);
      if (found instanceof RepeatedFailures all) {
        return all.outputs().stream()
            .filter(RecentLog.class::isInstance)
            .map(RecentLog.class::cast)
            .findFirst()
            .map(RecentLog::kept)
            .orElse(List.of());
      }
    }
    return List.of();
  }
}
