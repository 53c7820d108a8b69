package org.strongroom.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.strongroom.cli.session.PrivateFiles;
import org.strongroom.cli.terminal.Surroundings;
import org.strongroom.cli.terminal.UserTerminal;

/** Reads commands one after the other: from a terminal with all comforts, else plainly. */
public final class Shell {
  private static final Set<String> LEAVE = Set.of("exit", "quit");
  private final LineRunner runner;
  private final Completions completions;
  private final Surroundings surroundings;

  public Shell(LineRunner runner, Completions completions, Surroundings surroundings) {
    this.runner = runner;
    this.completions = completions;
    this.surroundings = surroundings;
  }

  /** Reads lines until {@code exit}, the end of input, or, in a script, the first failure. */
  public int run() {
    return surroundings.terminal().isInteractive() ? interactive() : script();
  }

  private int script() {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = words(line);
        if (!words.isEmpty() && LEAVE.contains(words.getFirst())) {
          return 0;
        }
        int code = words.isEmpty() ? 0 : runner.run(words, surroundings.terminal());
        if (code != 0) {
          return code;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read commands", e);
    }
  }

  private int interactive() {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      UserTerminal asking = new ShellTerminal(terminal, surroundings.terminal());
      return read(reader(terminal, history()), terminal, asking);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the terminal", e);
    }
  }

  private int read(LineReader reader, Terminal terminal, UserTerminal asking) {
    while (true) {
      List<String> words;
      try {
        words = words(reader.readLine("strongroom> "));
      } catch (UserInterruptException e) {
        continue; // Ctrl-C clears the line
      } catch (EndOfFileException e) {
        return 0;
      }
      if (words.isEmpty()) {
        continue;
      }
      if (LEAVE.contains(words.getFirst())) {
        return 0;
      }
      interruptible(terminal, () -> runner.run(words, asking));
    }
  }

  /** Ctrl-C ends the waiting of the running command, not the shell. */
  private static void interruptible(Terminal terminal, Runnable command) {
    Thread waiting = Thread.currentThread();
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> waiting.interrupt());
    try {
      command.run();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      boolean _ = Thread.interrupted();
    }
  }

  LineReader reader(Terminal terminal, Path history) {
    return LineReaderBuilder.builder()
        .appName("strongroom")
        .terminal(terminal)
        .parser(new ShellLineParser())
        .completer(new OperationCompleter(completions))
        .history(new SecretFreeHistory())
        .variable(LineReader.HISTORY_FILE, history)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // name!=value is no event
        .build();
  }

  private Path history() throws IOException {
    Path directory = PrivateFiles.directory(surroundings.configuration());
    return PrivateFiles.file(directory.resolve("history"));
  }

  private static List<String> words(String line) {
    return line.strip().startsWith("#") ? List.of() : ShellWords.split(line).texts();
  }
}
