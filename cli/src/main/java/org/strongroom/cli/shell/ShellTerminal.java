package org.strongroom.cli.shell;

import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.strongroom.cli.terminal.UserTerminal;

/** The terminal while the shell holds it. */
final class ShellTerminal implements UserTerminal {
  private static final char NO_ECHO = 0;
  private final Terminal terminal;
  private final UserTerminal outside;

  ShellTerminal(Terminal terminal, UserTerminal outside) {
    this.terminal = terminal;
    this.outside = outside;
  }

  /** Read by a reader of its own, which remembers nothing. */
  @Override
  public Optional<String> readSecret(String prompt) {
    try {
      return Optional.of(
          LineReaderBuilder.builder().terminal(terminal).build().readLine(prompt, NO_ECHO));
    } catch (UserInterruptException | EndOfFileException e) {
      return Optional.empty();
    }
  }

  /** The shell interrupts the command's thread instead. */
  @Override
  public Registration onInterrupt(Runnable action) {
    return Registration.NONE;
  }

  @Override
  public Optional<String> readLine(String prompt) {
    try {
      return Optional.of(LineReaderBuilder.builder().terminal(terminal).build().readLine(prompt));
    } catch (UserInterruptException | EndOfFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public Optional<Integer> outputWidth() {
    return outside.outputWidth();
  }

  @Override
  public Optional<Integer> errorWidth() {
    return outside.errorWidth();
  }
}
