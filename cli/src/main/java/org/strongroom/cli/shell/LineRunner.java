package org.strongroom.cli.shell;

import java.util.List;
import org.strongroom.cli.terminal.UserTerminal;

/** Runs what was typed. */
public interface LineRunner {
  /**
   * Runs a command and reports what comes of it.
   *
   * @param terminal where to ask
   * @return the exit code that the command would have had on its own
   */
  int run(List<String> words, UserTerminal terminal);
}
