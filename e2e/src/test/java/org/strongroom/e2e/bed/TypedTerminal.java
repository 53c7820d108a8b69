package org.strongroom.e2e.bed;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.strongroom.testing.TestDirectory;

/** A program on a terminal, typed at key by key while what it shows is watched. */
public final class TypedTerminal implements AutoCloseable {
  private final Path screen;
  private final Process process;
  private int seen;

  public TypedTerminal(ProcessBuilder builder) {
    try {
      screen = TestDirectory.temporary("screen-").resolve("screen");
      process = builder.redirectOutput(screen.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void type(String keys) {
    try {
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until this is shown, after what was waited for before. */
  public void awaitShown(String text) {
    await(text)
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          int found = shown().indexOf(text, seen);
          if (found >= 0) {
            seen = found + text.length();
          }
          return found >= 0;
        });
  }

  private String shown() throws IOException {
    return new String(Files.readAllBytes(screen), StandardCharsets.UTF_8);
  }

  /** What the program ended with. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the program does not end: " + shown());
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      Files.delete(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
