package org.strongroom.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java server in a process of its own, started with the options of the launcher. */
public final class JavaProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile(" is ready at (\\S+)");

  private final Process process;
  private final Path log;
  private final URI url;

  private JavaProcess(Process process, Path log, Path output) {
    this.process = process;
    this.log = log;
    this.url = awaitReady(output);
  }

  /**
   * Starts a class that prints {@code … is ready at <url>} when it is.
   *
   * @param directory its working directory; its output and log go there
   */
  public static JavaProcess start(
      String mainClass, Path directory, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmx1g",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:TrimNativeHeapInterval=30000"));
    String options = System.getenv("STRONGROOM_JAVA_OPTIONS");
    if (options != null && !options.isBlank()) {
      command.addAll(List.of(options.strip().split("\\s+")));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    try {
      Path log = directory.resolve(mainClass + ".log");
      Path output = directory.resolve(mainClass + ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(log.toFile());
      builder.environment().put("MALLOC_ARENA_MAX", "2");
      builder.environment().putAll(environment);
      return new JavaProcess(builder.start(), log, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI awaitReady(Path output) {
    try {
      for (int i = 0; i < 1200; i++) {
        Matcher matcher = READY.matcher(Files.readString(output));
        if (matcher.find()) {
          return URI.create(matcher.group(1));
        }
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      process.destroyForcibly();
      throw new IllegalStateException("the server does not start: " + Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI url() {
    return url;
  }

  public long pid() {
    return process.pid();
  }

  /** Seconds of CPU time that it has used so far. */
  public double cpuSeconds() {
    return ProcessUsage.cpuSeconds(pid());
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
