package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.strongroom.server.JobGround;
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
  private static TakeOverTrial.StepBegins begins;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    sshd = OpenSshServer.start();
    s3 = S3ProxyServer.start();
    begins = TakeOverTrial.StepBegins.attach();
  }

  @AfterAll
  static void stop() {
    begins.close();
    sshd.close();
    s3.close();
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
      assertThat(new TreeSet<>(EveryJob.all()))
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

  @ParameterizedTest(allowZeroInvocations = true) // of those that are asked for
  @MethodSource("overServers")
  void overSsh(String operation) throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.of(sshd), s3)) {
      if (ALL) {
        everywhere(ground, operation, 1);
      } else {
        assertThat(new TakeOverTrial(ground, operation, begins).takenOverAt(6)).isTrue();
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
    var trial = new TakeOverTrial(ground, operation, preparation, begins);
    int call = 1;
    while (trial.takenOverAt(call)) {
      call += stride;
    }
    assertThat(call).isGreaterThan(1);
  }
}
