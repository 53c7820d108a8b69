package org.strongroom.cli.terminal;

import java.util.Optional;

/** The terminal that the user sits at, if there is one. */
public interface UserTerminal {
  /** Asks for a secret without showing what is typed; empty if nobody can be asked. */
  Optional<String> readSecret(String prompt);

  /** Asks a question and shows what is typed; empty if nobody can be asked, or none answers. */
  Optional<String> readLine(String prompt);

  /**
   * From now on Ctrl-C runs the action, on a thread of its own, instead of ending the process or
   * the command.
   *
   * @return ends that
   */
  Registration onInterrupt(Runnable action);

  /** What is to be undone. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    /** There was nothing to register. */
    Registration NONE = () -> {};

    @Override
    void close();
  }

  /** Whether somebody types and sees what comes of it. */
  boolean isInteractive();

  /** How many columns standard output shows; empty if it is no terminal. */
  Optional<Integer> outputWidth();

  /** How many columns standard error shows; empty if it is no terminal. */
  Optional<Integer> errorWidth();
}
