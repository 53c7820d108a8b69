package org.strongroom.e2e.bed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.strongroom.cli.command.CommandLineTool;
import org.strongroom.cli.terminal.Surroundings;
import org.strongroom.cli.terminal.UserTerminal;

/** A command of the tool in this process, with what its main class gives it, and no terminal. */
final class CliCall {
  private CliCall() {}

  static Cli.Result run(List<String> words, String input, Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            environment,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            new NoTerminal(),
            InstantSource.system(),
            UUID::randomUUID);
    int code = new CommandLineTool(surroundings).run(words.toArray(String[]::new));
    surroundings.out().flush();
    surroundings.err().flush();
    return new Cli.Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private record NoTerminal() implements UserTerminal {
    @Override
    public Optional<String> readSecret(String prompt) {
      return Optional.empty();
    }

    @Override
    public Optional<String> readLine(String prompt) {
      return Optional.empty();
    }

    @Override
    public Registration onInterrupt(Runnable action) {
      return Registration.NONE;
    }

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public Optional<Integer> outputWidth() {
      return Optional.empty();
    }

    @Override
    public Optional<Integer> errorWidth() {
      return Optional.empty();
    }
  }
}
