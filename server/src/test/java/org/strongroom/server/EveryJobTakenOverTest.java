package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;

/**
 * A node is paused in the middle of a job: before each call of a storage in turn, between the
 * confirmation and the rename of each write, and at the begin of each step. Another one takes the
 * job over and ends it; then the first goes on. What the second made stays, and nothing more.
 *
 * <p>Only every seventh place is tried, and one of few kinds of jobs over an SSH server, for time;
 * all with {@code -Dstrongroom.takeover=all}.
 */
class EveryJobTakenOverTest {
  private static final boolean ALL = "all".equals(System.getProperty("strongroom.takeover"));

  /** Whose effects on servers are the heaviest. */
  private static final Set<String> WRITING =
      Set.of(
          "AddImage",
          "CopyImage",
          "DeleteBackupStorage",
          "ExportImageBackup",
          "ImportImageBackup",
          "RegisterBackupNode",
          "RepairImage");

  private static OpenSshServer sshd;
  private static S3ProxyServer s3;
  private static volatile NthCall atSteps = NthCall.never();
  private static StepBegins begins;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    sshd = OpenSshServer.start();
    s3 = S3ProxyServer.start();
    begins = new StepBegins();
    begins.attach();
  }

  @AfterAll
  static void stop() {
    begins.detach();
    sshd.close();
    s3.close();
  }

  /** A step is told in the log of its thread before it begins. */
  private static final class StepBegins extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Logger log = (Logger) LoggerFactory.getLogger("org.strongroom.server.job.JobRun");

    void attach() {
      setContext(log.getLoggerContext());
      start();
      log.setLevel(Level.DEBUG);
      log.setAdditive(false);
      log.addAppender(this);
    }

    void detach() {
      log.detachAppender(this);
      log.setAdditive(true);
      log.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().contains("is at step")) {
        atSteps.passUnfailing();
      }
    }
  }

  static Stream<String> all() {
    return EveryJob.operations().stream();
  }

  static Stream<String> overServers() {
    return EveryJob.operations().stream()
        .filter(operation -> ALL ? EveryJob.isForServers(operation) : WRITING.contains(operation));
  }

  /** A new kind of job needs a row in {@link EveryJob}. */
  @Test
  void everyKindOfJobIsTried() throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.empty(), s3)) {
      assertThat(new TreeSet<>(EveryJob.operations()))
          .isEqualTo(new TreeSet<>(ground.node().jobs().kinds()));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void inDirectories(String operation) throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.empty(), s3)) {
      everywhere(ground, operation, ALL ? 1 : 7);
    }
  }

  @ParameterizedTest
  @MethodSource("overServers")
  void overSsh(String operation) throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.of(sshd), s3)) {
      if (ALL) {
        everywhere(ground, operation, 1);
      } else {
        assertThat(takenOverAt(6, ground, operation, EveryJob.of(operation))).isTrue();
      }
    }
  }

  /** What is done after a job stays, although a node that was paused in it goes on later. */
  @ParameterizedTest
  @EnumSource
  void andWhatFollowsStays(FollowedJob job) throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.empty(), s3)) {
      everywhere(ground, job.operation(), job::prepare, ALL ? 1 : 23);
    }
  }

  private void everywhere(JobGround ground, String operation, int stride) throws Exception {
    everywhere(ground, operation, EveryJob.of(operation), stride);
  }

  private void everywhere(
      JobGround ground, String operation, EveryJob.Preparation preparation, int stride)
      throws Exception {
    int call = 1;
    while (takenOverAt(call, ground, operation, preparation)) {
      call += stride;
    }
    assertThat(call).isGreaterThan(1);
  }

  /** Answers whether there was such a call. */
  private boolean takenOverAt(
      int call, JobGround ground, String operation, EveryJob.Preparation preparation)
      throws Exception {
    Prepared prepared = preparation.prepare(ground);
    NthCall pause = new NthCall(call, Fate.PAUSED);
    ground.node().nth = pause;
    atSteps = pause;
    try {
      String job = ground.start(operation, prepared.values());
      boolean reached = pause.awaitReached(() -> ground.isOver(job));
      if (reached) {
        try (JobGround.LiveNode paused = ground.takeOver()) {
          JobGround.reply(ground.end(job));
          prepared.next().look();
          pause.goOn();
          JobGround.await("the pause").until(() -> paused.jobs().runningJobs() == 0);
        }
      } else {
        JobGround.reply(ground.end(job));
        noMore(ground); // a pause that was not reached is not for what follows
        prepared.next().look();
      }
      noMore(ground);
      ground.assertSound();
      prepared.done().look();
      return reached;
    } catch (Throwable e) {
      e.addSuppressed(
          new AssertionError(
              "%s, paused at call %d; files: %s".formatted(operation, call, tree(directory))));
      throw e;
    } finally {
      pause.goOn();
    }
  }

  private static void noMore(JobGround ground) {
    ground.node().nth = NthCall.never();
    atSteps = NthCall.never();
  }

  private static String tree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !file.toString().contains("catalog.db"))
          .map(root::relativize)
          .map(Path::toString)
          .toList()
          .toString();
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
