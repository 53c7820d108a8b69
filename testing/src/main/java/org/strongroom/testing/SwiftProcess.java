package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The process that starts those of a {@link SwiftServer}. */
final class SwiftProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path directory;
  private final Map<String, Integer> ports;
  private @Nullable Process process;

  /**
   * @param directory with the settings of each
   * @param ports of each kind of server
   */
  SwiftProcess(Path directory, Map<String, Integer> ports) {
    this.directory = directory;
    this.ports = ports;
  }

  /** Starts all, and waits until they listen. */
  void start() {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/python3", directory + "/serve.py", directory.toString()));
    ports.forEach((kind, port) -> command.add(kind + "=" + port));
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      process = started;
      long end = System.nanoTime() + START.toNanos();
      while (listening() < ports.size()) {
        if (!started.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException("swift did not start: " + said());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long listening() {
    return ports.values().stream().filter(SwiftProcess::listens).count();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "nothing";
    }
  }

  /** Kills all; nothing listens any more then. */
  void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      List<ProcessHandle> servers = running.descendants().toList();
      running.destroyForcibly().onExit().join();
      servers.forEach(ProcessHandle::destroyForcibly);
      while (listening() > 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
