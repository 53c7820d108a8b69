package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.server.job.JobOutcome;
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

  /** What goes through and tells what it had to leave. */
  private static final Set<String> BEST_EFFORT = Set.of("ForgetBackupStorage");

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
      int call = ALL ? 1 : 2;
      while (struckAt(call, fate, ground, operation)) {
        call += ALL ? 1 : 9;
      }
    }
  }

  private boolean struckAt(int call, Fate fate, JobGround ground, String operation)
      throws Exception {
    Prepared prepared = EveryJob.of(operation).prepare(ground);
    Map<String, Long> before = ground.unaccounted();
    NthCall fault = new NthCall(call, fate);
    ground.node().nth = fault;
    try {
      JobOutcome outcome = outcome(ground, operation, prepared);
      fault.goOn();
      ground.node().nth = NthCall.never();
      boolean failed = outcome instanceof JobOutcome.Failed;
      if (outcome instanceof JobOutcome.Failed(ApiError error)) {
        if (fate != Fate.CATALOG_FAILS) {
          assertThat(error.code()).as(error.toString()).isNotEqualTo(ErrorCode.INTERNAL.code());
        }
        assertThat(error.details()).isNotBlank();
      }
      assertThat(failed && !fault.isReached()).as("failed without a fault: %s", outcome).isFalse();
      comeBack(ground);
      ground.assertAtRest();
      if (failed) {
        assertNothingNew(before, ground.unaccounted());
        JobGround.reply(ground.end(ground.start(operation, prepared.values())));
      }
      if (failed || !BEST_EFFORT.contains(operation)) {
        prepared.done().look();
      }
      ground.assertSound();
      return fault.isReached();
    } catch (Throwable e) {
      e.addSuppressed(new AssertionError("%s, %s at call %d".formatted(operation, fate, call)));
      throw e;
    } finally {
      fault.goOn();
    }
  }

  /** What lay about before may be gone. */
  private static void assertNothingNew(Map<String, Long> before, Map<String, Long> after) {
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach((storage, bytes) ->
        assertThat(bytes)
            .as("stray bytes on %s", storage)
            .isLessThanOrEqualTo(before.get(storage)));
  }

  private static JobOutcome outcome(JobGround ground, String operation, Prepared prepared) {
    String job;
    try {
      job = ground.start(operation, prepared.values());
    } catch (DataAccessException e) {
      // not accepted, and the caller is told so
      return new JobOutcome.Failed(ApiError.of(ErrorCode.INTERNAL, e.getMessage()));
    }
    return ground.end(job);
  }

  /** What the fault has disconnected is connected again, as it would be by itself. */
  private static void comeBack(JobGround ground) {
    for (Record storage : ground.storages()) {
      if (!storage.get(BACKUP_STORAGE.STATUS).equals("Connected")) {
        assertThat(storage.get(BACKUP_STORAGE.STATUS)).isEqualTo("Disconnected");
        assertThat(storage.get(BACKUP_STORAGE.STATUS_REASON))
            .containsAnyOf("injected", "the database of the catalog failed");
        ground.succeed("ReconnectBackupStorage", Map.of("uuid", storage.get(BACKUP_STORAGE.UUID)));
      }
    }
  }
}
