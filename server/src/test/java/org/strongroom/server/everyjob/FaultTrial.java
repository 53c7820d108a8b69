package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.JobGround;
import org.strongroom.server.NthCall;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.HttpGate;

/**
 * A job one of whose calls goes wrong. It ends well or with an error that says why; when the fault
 * is over nothing is left behind, and the same call does what it should have.
 */
final class FaultTrial {
  /** What befalls a call on its way to a store or back. */
  enum OnTheWay {
    /** The store has too much to do. */
    BUSY,
    /** The connection breaks before the store has heard of it. */
    UNHEARD,
    /** The store does it, and the connection breaks before its answer has come. */
    UNANSWERED
  }

  private static final byte[] SLOW_DOWN =
      "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
          .getBytes(StandardCharsets.UTF_8);

  /** What goes through and tells what it had to leave. */
  private static final Set<String> BEST_EFFORT = Set.of("ForgetBackupStorage");

  private final JobGround ground;
  private final String operation;

  FaultTrial(JobGround ground, String operation) {
    this.ground = ground;
    this.operation = operation;
  }

  /**
   * Carries the job out while the n-th call of a driver, or of the catalog, goes wrong.
   *
   * @return whether there was such a call
   */
  boolean struckAt(int call, Fate fate) throws Exception {
    return struck("%s at call %d".formatted(fate, call), new OfDriver(call, fate));
  }

  /**
   * Carries it out while something befalls the n-th HTTP call of a store. Such a call is made
   * again, so that the job ends well.
   */
  boolean struckAt(int call, OnTheWay what, HttpGate gate) throws Exception {
    return struck("%s at HTTP call %d".formatted(what, call), new OfStore(call, what, gate));
  }

  private boolean struck(String name, Fault fault) throws Exception {
    Prepared prepared = EveryJob.of(operation).prepare(ground);
    Map<String, Long> before = ground.unaccounted();
    fault.begin();
    try {
      JobOutcome outcome = outcome(prepared);
      fault.end();
      boolean failed = outcome instanceof JobOutcome.Failed;
      if (outcome instanceof JobOutcome.Failed(ApiError error)) {
        fault.judge(error);
        assertThat(error.details()).isNotBlank();
      }
      assertThat(failed && !fault.isReached()).as("failed without a fault: %s", outcome).isFalse();
      comeBack(ground);
      ground.assertAtRest();
      if (failed) {
        assertNothingNew(before, ground.unaccounted());
        JobGround.reply(ground.end(ground.start(operation, prepared.values())));
        ground.look();
      }
      if (failed || !BEST_EFFORT.contains(operation)) {
        prepared.done().look();
      }
      ground.assertSound();
      ground.turnAway();
      return fault.isReached();
    } catch (Throwable e) {
      e.addSuppressed(new AssertionError(operation + ", " + name));
      throw e;
    } finally {
      fault.end();
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

  private JobOutcome outcome(Prepared prepared) {
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

  /** Something that goes wrong once. */
  private interface Fault {
    void begin();

    boolean isReached();

    void judge(ApiError error);

    /** It is over; called more than once. */
    void end();
  }

  private final class OfDriver implements Fault {
    private final Fate fate;
    private final NthCall nth;

    OfDriver(int call, Fate fate) {
      this.fate = fate;
      nth = new NthCall(call, fate);
    }

    @Override
    public void begin() {
      ground.node().nth = nth;
    }

    @Override
    public boolean isReached() {
      return nth.isReached();
    }

    @Override
    public void judge(ApiError error) {
      if (fate != Fate.CATALOG_FAILS) {
        assertThat(error.code()).as(error.toString()).isNotEqualTo(ErrorCode.INTERNAL.code());
      }
    }

    @Override
    public void end() {
      nth.goOn();
      ground.node().nth = NthCall.never();
    }
  }

  private static final class OfStore implements Fault {
    private final int call;
    private final OnTheWay what;
    private final HttpGate gate;
    private BooleanSupplier reached = () -> false;

    OfStore(int call, OnTheWay what, HttpGate gate) {
      this.call = call;
      this.what = what;
      this.gate = gate;
    }

    @Override
    public void begin() {
      reached =
          gate.answerNth(
              call,
              switch (what) {
                case BUSY ->
                    exchange -> {
                      exchange.getRequestBody().readAllBytes();
                      HttpGate.reply(exchange, 503, SLOW_DOWN);
                    };
                case UNHEARD -> exchange -> exchange.close();
                case UNANSWERED ->
                    exchange -> {
                      gate.forward(exchange);
                      exchange.close();
                    };
              });
    }

    @Override
    public boolean isReached() {
      return reached.getAsBoolean();
    }

    @Override
    public void judge(ApiError error) {
      throw new AssertionError("nothing worth to fail for: " + error);
    }

    @Override
    public void end() {
      gate.forget();
    }
  }
}
