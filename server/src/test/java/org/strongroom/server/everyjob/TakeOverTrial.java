package org.strongroom.server.everyjob;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.strongroom.server.JobGround;
import org.strongroom.server.NthCall;
import org.strongroom.server.NthCall.Fate;

/**
 * A job whose node is paused in its middle. Another node takes it over and ends it; then the first
 * goes on. What the second made stays, and nothing more.
 */
final class TakeOverTrial {
  private final JobGround ground;
  private final String operation;
  private final EveryJob.Preparation preparation;
  private final StepBegins begins;

  TakeOverTrial(JobGround ground, String operation, StepBegins begins) {
    this(ground, operation, EveryJob.of(operation), begins);
  }

  TakeOverTrial(
      JobGround ground, String operation, EveryJob.Preparation preparation, StepBegins begins) {
    this.ground = ground;
    this.operation = operation;
    this.preparation = preparation;
    this.begins = begins;
  }

  /** A step is told in the log of its thread before it begins. */
  static final class StepBegins extends UnsynchronizedAppenderBase<ILoggingEvent>
      implements AutoCloseable {
    private final Logger log = (Logger) LoggerFactory.getLogger("org.strongroom.server.job.JobRun");
    private volatile NthCall pause = NthCall.never();

    static StepBegins attach() {
      var begins = new StepBegins();
      begins.setContext(begins.log.getLoggerContext());
      begins.start();
      begins.log.setLevel(Level.DEBUG);
      begins.log.setAdditive(false);
      begins.log.addAppender(begins);
      return begins;
    }

    @Override
    public void close() {
      log.detachAppender(this);
      log.setAdditive(true);
      log.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getMessage().contains("is at step")) {
        pause.passUnfailing();
      }
    }
  }

  /**
   * Has the node paused at the n-th of its calls and steps.
   *
   * @return whether there was such a call
   */
  boolean takenOverAt(int call) throws Exception {
    Prepared prepared = preparation.prepare(ground);
    NthCall pause = new NthCall(call, Fate.PAUSED);
    ground.node().nth = pause;
    begins.pause = pause;
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
        noMore(); // a pause that was not reached is not for what follows
        prepared.next().look();
      }
      noMore();
      ground.assertSound();
      prepared.done().look();
      ground.turnAway();
      return reached;
    } catch (Throwable e) {
      e.addSuppressed(
          new AssertionError(
              "%s, paused at call %d; files: %s"
                  .formatted(operation, call, tree(ground.directory()))));
      throw e;
    } finally {
      pause.goOn();
    }
  }

  private void noMore() {
    ground.node().nth = NthCall.never();
    begins.pause = NthCall.never();
  }

  private static String tree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !file.toString().contains("catalog.db"))
          .map(root::relativize)
          .map(Path::toString)
          .toList()
          .toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
