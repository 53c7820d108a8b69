package org.strongroom.server.everyjob;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.server.JobGround;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.testing.S3ProxyServer;

/**
 * The n-th call of a storage fails, is not answered, or is the first one that a storage which goes
 * away does not hear, or the catalog fails; for all n of every kind of job. The job ends well or
 * with an error that says why; when the fault is over nothing is left behind, and the same call
 * does what it should have.
 *
 * <p>Every kind of job meets one of the faults at every ninth place, for time; all of them
 * everywhere with {@code -Dstrongroom.faults=all}.
 */
class EveryJobFaultTest {
  private static final boolean ALL = "all".equals(System.getProperty("strongroom.faults"));

  private static final List<Fate> FATES =
      List.of(Fate.FAILS, Fate.HANGS, Fate.GONE, Fate.CATALOG_FAILS);

  private static S3ProxyServer s3;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  static Stream<Arguments> all() {
    List<String> operations = List.copyOf(EveryJob.operations());
    return IntStream.range(0, operations.size())
        .boxed()
        .flatMap(number ->
            (ALL ? FATES : List.of(FATES.get(number % FATES.size())))
                .stream().map(fate -> Arguments.of(operations.get(number), fate)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itEndsWellOrSaysWhyAndLeavesNothing(String operation, Fate fate) throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.empty(), s3)) {
      var trial = new FaultTrial(ground, operation);
      int call = ALL ? 1 : 2;
      while (trial.struckAt(call, fate)) {
        call += ALL ? 1 : 9;
      }
    }
  }
}
