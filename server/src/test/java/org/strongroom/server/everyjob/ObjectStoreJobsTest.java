package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.server.GroundStore;
import org.strongroom.server.GroundStore.Kind;
import org.strongroom.server.JobGround;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.server.everyjob.FaultTrial.OnTheWay;
import org.strongroom.testing.S3ProxyServer;

/**
 * The jobs whose bytes go into an object store and come from it, over real ones: a call fails, is
 * lost or is refused by a store that is busy; the node is paused and another one takes over. In no
 * case is a part of an upload, a segment or an object left that nothing tells of.
 *
 * <p>Each job over each store meets one of these at one place, for time; all of them everywhere
 * with {@code -Dstrongroom.stores=all}.
 */
class ObjectStoreJobsTest {
  private static final boolean ALL = "all".equals(System.getProperty("strongroom.stores"));

  /** The first of them are tried each time. */
  private static final List<String> JOBS =
      List.of(
          "AddImage",
          "CopyImage",
          "ExportImageBackup",
          "BackupVolume",
          "ImportImageBackup",
          "DeleteImage",
          "CleanRepository",
          "DeleteBackupStorage");

  private static final int USUAL = 6;

  private static final List<Fate> FATES = List.of(Fate.FAILS, Fate.GONE, Fate.HANGS);
  private static final Map<Kind, GroundStore> STORES = new EnumMap<>(Kind.class);
  private static S3ProxyServer s3;
  private static TakeOverTrial.StepBegins begins;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
    begins = TakeOverTrial.StepBegins.attach();
    for (Kind kind : Kind.values()) {
      STORES.put(kind, GroundStore.start(kind));
    }
  }

  @AfterAll
  static void stop() {
    STORES.values().forEach(GroundStore::close);
    begins.close();
    s3.close();
  }

  /**
   * The jobs over the stores.
   *
   * @param third which of them meet it, unless all do
   */
  private static Stream<Arguments> jobs(int third) {
    return Stream.of(Kind.values())
        .flatMap(kind ->
            IntStream.range(0, JOBS.size())
                .filter(number ->
                    ALL || number < USUAL && number % 3 == third && number % 2 == kind.ordinal())
                .mapToObj(JOBS::get)
                .filter(EveryJob.operations()::contains)
                .map(job -> Arguments.of(kind, job)));
  }

  static Stream<Arguments> failing() {
    return jobs(0);
  }

  static Stream<Arguments> losing() {
    return jobs(1);
  }

  static Stream<Arguments> paused() {
    return jobs(2);
  }

  private interface Trial {
    /** Answers whether there was such a call. */
    boolean at(int call) throws Exception;
  }

  private static void everywhere(int usual, Trial trial) throws Exception {
    if (!ALL) {
      assertThat(trial.at(usual)).as("there is such a call").isTrue();
      return;
    }
    for (int call = 1; trial.at(call); call++) {}
  }

  @ParameterizedTest
  @MethodSource("failing")
  void aCallFails(Kind kind, String job) throws Exception {
    try (JobGround ground = new JobGround(directory, s3, STORES.get(kind))) {
      var trial = new FaultTrial(ground, job);
      everywhere(6, call -> trial.struckAt(call, FATES.get(call % FATES.size())));
    }
  }

  /** Whatever befalls one call on its way is tried again, and the job ends well. */
  @ParameterizedTest
  @MethodSource("losing")
  void aCallIsLostOnItsWay(Kind kind, String job) throws Exception {
    GroundStore store = STORES.get(kind);
    OnTheWay[] all = OnTheWay.values();
    try (JobGround ground = new JobGround(directory, s3, store)) {
      var trial = new FaultTrial(ground, job);
      everywhere(5, call -> trial.struckAt(call, all[call % all.length], store.gate()));
    }
  }

  @ParameterizedTest
  @MethodSource("paused")
  void aNodeIsPaused(Kind kind, String job) throws Exception {
    try (JobGround ground = new JobGround(directory, s3, STORES.get(kind))) {
      var trial = new TakeOverTrial(ground, job, begins);
      everywhere(4, trial::takenOverAt);
    }
  }
}
