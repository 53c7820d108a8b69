package org.strongroom.storage.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.testing.judge.StockRestic;

/** Stock restic: the judge of what is written here. */
public final class Restic {
  static final String PROGRAM = StockRestic.PROGRAM;

  private final String repository;
  private final Path scratch;
  private final Map<String, String> environment;
  private final Path errors;

  /** Of a repository in a directory; its outputs lie beside that. */
  public Restic(Path repository, String password) {
    this(
        repository.toString(),
        repository.resolveSibling(repository.getFileName() + ".output"),
        Map.of("RESTIC_PASSWORD", password));
  }

  /**
   * Of a repository anywhere.
   *
   * @param repository as restic names it
   * @param scratch a file that its outputs go to; others lie beside it
   */
  public Restic(String repository, Path scratch, Map<String, String> environment) {
    this.repository = repository;
    this.scratch = scratch;
    this.environment = environment;
    this.errors = scratch.resolveSibling(scratch.getFileName() + ".errors");
  }

  /** What a call printed, and how it ended. */
  record Outcome(int status, String text, String errors) {}

  Outcome call(String... words) throws IOException, InterruptedException {
    return new Outcome(status(words), new String(Files.readAllBytes(scratch), UTF_8), errorText());
  }

  /** A call that has to end well, and what it printed. */
  public byte[] run(String... words) throws IOException, InterruptedException {
    if (status(words) != 0) {
      throw new AssertionError(
          String.join(" ", words) + ": " + Files.readString(scratch) + errorText());
    }
    return Files.readAllBytes(scratch);
  }

  private int status(String... words) throws IOException, InterruptedException {
    return begin(words).waitFor();
  }

  /** A call that goes on until it is ended. */
  Process begin(String... words) throws IOException {
    var command = new ArrayList<>(List.of(PROGRAM, "--no-cache", "-r", repository));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command).redirectOutput(scratch.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("RESTIC_FROM_PASSWORD", environment.get("RESTIC_PASSWORD"));
    builder.environment().put("HOME", scratch.resolveSibling("home").toString());
    builder.environment().put("GOMAXPROCS", "2");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  String errorText() throws IOException {
    return Files.readString(errors);
  }

  /** Checks every byte, and that restic has nothing to remark. */
  public void check() throws IOException, InterruptedException {
    Outcome outcome = call("check", "--read-data");
    if (outcome.status() != 0 || !outcome.text().contains("no errors were found")) {
      throw new AssertionError(outcome.text() + outcome.errors());
    }
  }
}
