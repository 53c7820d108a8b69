package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.strongroom.server.configuration.Configuration;

class LogSetupTest {
  private final LoggerContext context = new LoggerContext();

  private String line(String message, @Nullable Throwable failure) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(LogSetup.PATTERN);
    layout.start();
    var event =
        new LoggingEvent("", context.getLogger("org.x.Y"), Level.WARN, message, failure, null);
    event.setMDCPropertyMap(Map.of("request", "req-1", "job", "job-1"));
    return layout.doLayout(event);
  }

  @Test
  void theIdsStandApart() {
    assertThat(line("hello", null)).endsWith(" WARN  Y [req-1 job-1] hello\n");
  }

  /** Each start over PostgreSQL of a distribution told that the library's dialect is newer. */
  @Test
  void anOlderPostgresIsNothingToBeWarnedOf() {
    LogSetup.apply(new Configuration.Logging("info", "text"));
    assertThat(
            LoggerFactory.getLogger("org.jooq.impl.DefaultExecuteContext.logVersionSupport")
                .isWarnEnabled())
        .isFalse();
  }

  /** Such as two Host headers: a line for each request, as long as the sender likes. */
  @Test
  void malformedRequestsDoNotFillTheLog() {
    LogSetup.apply(new Configuration.Logging("info", "text"));
    for (String name : new String[] {"http.HttpParser", "http.HttpCompliance", "util.HostPort"}) {
      assertThat(LoggerFactory.getLogger("org.eclipse.jetty." + name).isWarnEnabled())
          .as(name)
          .isFalse();
    }
  }

  @Test
  void whatIsNamedCannotForgeALine() {
    String line = line("found a\n2026-01-01 INFO b\r\u001b[2Jc\u0085d\u2028e", null);
    assertThat(line.lines()).hasSize(1);
    assertThat(line).endsWith("found a?2026-01-01 INFO b??[2Jc?d?e\n");
  }

  @Test
  void whatAFailureSaysCannotForgeALine() {
    assertThat(
            line("failed", new IllegalStateException("a\n2026-01-01 INFO forged")).lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.startsWith(" "));
  }
}
