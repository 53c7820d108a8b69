package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One of the processes of a {@link SwiftServer}. */
final class SwiftProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path directory;
  private final String kind;
  private final int port;
  private @Nullable Process process;

  SwiftProcess(Path directory, String kind, int port) {
    this.directory = directory;
    this.kind = kind;
    this.port = port;
  }

  void start() {
    try {
      process =
          new ProcessBuilder(
                  "/usr/bin/python3", directory + "/serve.py", directory.toString(), kind)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it listens. */
  void awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    while (!listens()) {
      Process started = process;
      if (started == null || !started.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("swift's " + kind + " server did not start: " + said());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return directory.resolve(kind + ".log");
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "nothing";
    }
  }

  void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }
}
