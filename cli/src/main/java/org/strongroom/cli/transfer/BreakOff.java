package org.strongroom.cli.transfer;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.terminal.Surroundings;
import org.strongroom.cli.terminal.UserTerminal;

/**
 * Takes care of an upload whose user leaves. Ctrl-C on a terminal asks whether to cancel it, to
 * detach from it or to go on; a second Ctrl-C, or one where nobody can be asked, cancels, and so
 * does any other end of the process.
 */
final class BreakOff implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final Job job;
  private final Runnable cancel;
  private final Surroundings surroundings;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final Thread atExit = new Thread(this::cancel, "cancel-upload");
  private UserTerminal.Registration interrupts = UserTerminal.Registration.NONE;

  /**
   * Takes no care yet.
   *
   * @param cancel asks the server to cancel the job
   */
  BreakOff(Job job, Runnable cancel, Surroundings surroundings) {
    this.job = job;
    this.cancel = cancel;
    this.surroundings = surroundings;
  }

  /** Begins to take care. */
  void watch() {
    Runtime.getRuntime().addShutdownHook(atExit);
    interrupts = surroundings.terminal().onInterrupt(this::interrupted);
  }

  private void interrupted() {
    if (!surroundings.terminal().isInteractive() || asking.getAndSet(true)) {
      leave();
      return;
    }
    surroundings.err().println();
    String answer =
        surroundings
            .terminal()
            .readLine("Cancel the upload (c), detach from it (d), or go on (Enter)? ")
            .orElse("c")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (answer.startsWith("d")) {
      detach();
    } else if (answer.startsWith("c")) {
      leave();
    } else {
      asking.set(false);
      surroundings.err().println("the upload goes on");
    }
  }

  private void detach() {
    if (!settled.getAndSet(true)) {
      surroundings.err().println(job.abandoned());
      surroundings
          .err()
          .println(
              "What was not sent yet is missing there: the same command goes on with it; after a"
                  + " day or so the server gives such an upload up.");
    }
    System.exit(INTERRUPTED);
  }

  private void leave() {
    cancel();
    System.exit(INTERRUPTED);
  }

  private void cancel() {
    if (!settled.getAndSet(true)) {
      surroundings
          .err()
          .println(System.lineSeparator() + "cancelling the upload, job " + job.uuid());
      cancel.run();
      surroundings.err().flush();
    }
  }

  /** The upload is over, good or bad. */
  @Override
  public void close() {
    settled.set(true);
    interrupts.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is going down, and the hook with it.
    }
  }
}
