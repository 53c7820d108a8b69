package org.strongroom.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.strongroom.server.about.RecentLog;
import org.strongroom.server.about.RepeatedFailures;
import org.strongroom.server.configuration.Configuration;

/**
 * Sends the log to standard error, as text or as one JSON object a line, with the ids of request
 * and job.
 */
final class LogSetup {
  /** What begins a new line, or makes a terminal do something. */
  private static final String CONTROL = "[\u0001-\u001f\u007f-\u009f\u2028\u2029]";

  /** A message is one line whatever it names, and what follows it begins with a space. */
  static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%X{request} %X{job}] "
          + "%replace(%msg){'"
          + CONTROL
          + "','?'}%n%replace(%ex){'(?m)^(?=.)',' '}%nopex";

  private LogSetup() {}

  static void apply(Configuration.Logging logging) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    EncoderBase<ILoggingEvent> encoder =
        logging.format().equals("json") ? new JsonEncoder() : pattern(context);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    RecentLog recent = new RecentLog(context, PATTERN);
    recent.start();
    RepeatedFailures failures = new RepeatedFailures(context, List.of(appender, recent));
    failures.start();
    root.addAppender(failures);
    // They tell each malformed request: whoever reaches the port could fill the log.
    context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR);
    context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
    // The dialect is that of the newest PostgreSQL; what is used of it is in the older ones, too.
    context
        .getLogger("org.jooq.impl.DefaultExecuteContext.logVersionSupport")
        .setLevel(Level.ERROR);
    context.getLogger("org.strongroom").setLevel(Level.toLevel(logging.level()));
  }

  private static PatternLayoutEncoder pattern(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    return encoder;
  }
}
