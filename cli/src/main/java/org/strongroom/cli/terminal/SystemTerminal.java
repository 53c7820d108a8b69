package org.strongroom.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Signals;

/** The terminal of the process. JLine, which costs time to load, is asked only for widths. */
public final class SystemTerminal implements UserTerminal {
  private static final int USUAL_WIDTH = 80;

  @Override
  public Optional<String> readSecret(String prompt) {
    return console()
        .flatMap(console -> Optional.ofNullable(console.readPassword("%s", prompt)))
        .map(String::new);
  }

  @Override
  public Optional<String> readLine(String prompt) {
    return console().flatMap(console -> Optional.ofNullable(console.readLine("%s", prompt)));
  }

  @Override
  public Registration onInterrupt(Runnable action) {
    Object before = Signals.register("INT", action);
    return () -> Signals.unregister("INT", before);
  }

  @Override
  public boolean isInteractive() {
    return console().isPresent();
  }

  /** There only if input and output are a terminal. */
  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  @Override
  public Optional<Integer> outputWidth() {
    return width(SystemStream.Output);
  }

  @Override
  public Optional<Integer> errorWidth() {
    return width(SystemStream.Error);
  }

  private static Optional<Integer> width(SystemStream stream) {
    if (isSurelyNone(stream)) {
      return Optional.empty();
    }
    try {
      TerminalProvider provider = TerminalProvider.load("ffm");
      if (!provider.isSystemStream(stream)) {
        return Optional.empty();
      }
      int width = provider.systemStreamWidth(stream);
      return Optional.of(width > 0 ? width : USUAL_WIDTH);
    } catch (IOException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** A pipe or a file is none: to have JLine say so takes half of the time of a short command. */
  private static boolean isSurelyNone(SystemStream stream) {
    Path open = Path.of("/proc/self/fd", stream == SystemStream.Output ? "1" : "2");
    try {
      String what = Files.readSymbolicLink(open).toString();
      return what.startsWith("pipe:")
          || what.startsWith("socket:")
          || what.equals("/dev/null")
          || Files.isRegularFile(open);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
