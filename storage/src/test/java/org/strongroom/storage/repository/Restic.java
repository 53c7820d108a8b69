package org.strongroom.storage.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.testing.judge.StockRestic;

/** Stock restic on a directory: the judge of what is written here. */
public final class Restic {
  static final String PROGRAM = StockRestic.PROGRAM;

  private final Path repository;
  private final String password;
  private final Path errors;

  Restic(Path repository, String password) {
    this.repository = repository;
    this.password = password;
    this.errors = repository.resolveSibling(repository.getFileName() + ".errors");
  }

  /** What a call printed, and how it ended. */
  record Outcome(int status, String text, String errors) {}

  Outcome call(String... words) throws IOException, InterruptedException {
    Path output = repository.resolveSibling(repository.getFileName() + ".output");
    return new Outcome(
        status(output, words), new String(Files.readAllBytes(output), UTF_8), errorText());
  }

  /** A call that has to end well, and what it printed. */
  public byte[] run(String... words) throws IOException, InterruptedException {
    Path output = repository.resolveSibling(repository.getFileName() + ".output");
    if (status(output, words) != 0) {
      throw new AssertionError(
          String.join(" ", words) + ": " + Files.readString(output) + errorText());
    }
    return Files.readAllBytes(output);
  }

  private int status(Path output, String... words) throws IOException, InterruptedException {
    return begin(output, words).waitFor();
  }

  /** A call that goes on until it is ended. */
  Process begin(String... words) throws IOException {
    return begin(repository.resolveSibling(repository.getFileName() + ".output"), words);
  }

  private Process begin(Path output, String... words) throws IOException {
    var command = new ArrayList<>(List.of(PROGRAM, "--no-cache", "-r", repository.toString()));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("RESTIC_PASSWORD", password);
    builder.environment().put("RESTIC_FROM_PASSWORD", password);
    builder.environment().put("HOME", repository.resolveSibling("home").toString());
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
