package org.strongroom.e2e.material;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
public final class Programs {
  private Programs() {}

  /** Runs a program of this machine that has to end well; answers what it printed. */
  public static String run(String... words) {
    Ended ended = run(new ProcessBuilder(words), "");
    if (ended.code() != 0) {
      throw new IllegalStateException(List.of(words) + " ended with " + ended);
    }
    return ended.out();
  }

  /** Runs a process, with this text as its input. */
  public static Ended run(ProcessBuilder builder, String input) {
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      try {
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        feed(process, input);
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new IllegalStateException(builder.command() + " does not end");
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it has ended, or wants no input
    }
  }

  /** How a process ended, and what it wrote. */
  public record Ended(int code, String out, String err) {}
}
