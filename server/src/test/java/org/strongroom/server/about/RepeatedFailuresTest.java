package org.strongroom.server.about;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure that repeats tells where it happened once, and does not flood the log. */
class RepeatedFailuresTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> output = new ListAppender<>();
  private RepeatedFailures failures;
  private long now = 1_000_000;

  @BeforeEach
  void start() {
    output.start();
    failures = new RepeatedFailures(context, List.of(output));
    failures.start();
  }

  private void log(String message, @Nullable Throwable failure, Object... arguments) {
    var event =
        new LoggingEvent(
            "", context.getLogger("org.x.Y"), Level.ERROR, message, failure, arguments);
    event.setTimeStamp(now);
    event.setMDCPropertyMap(Map.of("job", "job-1"));
    failures.doAppend(event);
  }

  private static DataAccessException cut(SQLException reason) {
    return new DataAccessException("SQL [select 1]", reason);
  }

  private List<String> lines() {
    return output.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private long stacks() {
    return output.list.stream().filter(event -> event.getThrowableProxy() != null).count();
  }

  @Test
  void whileTheCatalogIsAwayAKindHasOneLineAMinute() {
    for (int second = 0; second < 180; second++) {
      for (int call = 0; call < 10; call++) {
        log("{} failed", cut(new SQLException("broken pipe", "08006")), "call " + call);
        log("no connection", cut(new SQLTransientConnectionException("timed out after 30000ms")));
        log("ended by the server", cut(new SQLException("terminating connection", "57P01")));
      }
      now += 1000;
    }
    assertThat(stacks()).as("one for each kind").isEqualTo(3);
    assertThat(lines()).as("one for each kind and minute").hasSize(9);
    assertThat(lines().get(3))
        .isEqualTo(
            "call 0 failed: org.jooq.exception.DataAccessException:"
                + " java.sql.SQLException: broken pipe (and 599 times before)");
    assertThat(output.list.get(3).getMDCPropertyMap()).containsEntry("job", "job-1");
    assertThat(output.list.get(3).getLevel()).isEqualTo(Level.ERROR);
  }

  /** Of other failures each has its line: whom it befell is told there. */
  @Test
  void otherFailuresTellWhereTheyHappenedOnce() {
    for (int i = 0; i < 5; i++) {
      log("job {} failed", new IllegalStateException("out\nof tune"), "j" + i);
    }
    assertThat(stacks()).isEqualTo(1);
    assertThat(lines()).hasSize(5).contains("job j4 failed: java.lang.IllegalStateException: out");
    log("job {} failed", new IllegalStateException("elsewhere"), "j5");
    assertThat(stacks()).as("another place is another kind").isEqualTo(2);
    now += RepeatedFailures.STACK_EVERY.toMillis();
    log("job {} failed", new IllegalStateException("elsewhere, later"), "j6");
    assertThat(stacks()).isEqualTo(3);
  }

  @Test
  void aClockThatIsSetBackHidesNothing() {
    log("x", cut(new SQLException("broken pipe", "08006")));
    now -= Duration.ofDays(1).toMillis();
    log("x", cut(new SQLException("broken pipe", "08006")));
    assertThat(lines()).hasSize(2);
  }

  @Test
  void whatIsNoFailurePasses() {
    for (int i = 0; i < 3; i++) {
      log("hello {}", null, i);
    }
    assertThat(lines()).containsExactly("hello 0", "hello 1", "hello 2");
  }
}
