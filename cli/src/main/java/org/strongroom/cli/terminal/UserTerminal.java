package org.strongroom.cli.terminal;

import java.util.Optional;

/** The terminal that the user sits at, if there is one. */
public interface UserTerminal {
  /** Asks for a secret without showing what is typed; empty if nobody can be asked. */
  Optional<String> readSecret(String prompt);

  /** Asks a question and shows what is typed; empty if nobody can be asked, or none answers. */
  Optional<String> readLine(String prompt);

  /** Whether somebody types and sees what comes of it. */
  boolean isInteractive();

  /** How many columns standard output shows; empty if it is no terminal. */
  Optional<Integer> outputWidth();

  /** How many columns standard error shows; empty if it is no terminal. */
  Optional<Integer> errorWidth();
}
