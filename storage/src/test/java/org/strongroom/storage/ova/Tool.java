package org.strongroom.storage.ova;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The real tools, which make what we read and judge what we write. */
final class Tool {
  private Tool() {}

  /** How a tool ended. */
  record Outcome(int status, String output) {}

  /** Runs a tool in a directory; another end than 0 fails the test. */
  static String run(Path directory, String... command) {
    Outcome outcome = attempt(directory, command);
    if (outcome.status() != 0) {
      throw new AssertionError(List.of(command) + ": " + outcome.output());
    }
    return outcome.output();
  }

  /** Runs a tool in a directory, however it ends. */
  static Outcome attempt(Path directory, String... command) {
    try {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().put("TZ", "UTC");
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(List.of(command).toString(), e);
    }
  }
}
