package org.strongroom.e2e.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks at the arguments of all processes of the machine, as any of its users can. */
final class CommandLines implements AutoCloseable {
  private static final long EVERY_NANOS = 2_000_000;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("command lines").start(this::look);
  private volatile boolean closed;

  private void look() {
    while (!closed) {
      try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
        processes
            .filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
            .forEach(this::remember);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  private void remember(Path process) {
    try {
      byte[] line = Files.readAllBytes(process.resolve("cmdline"));
      seen.add(new String(line, StandardCharsets.ISO_8859_1).replace('\0', ' '));
    } catch (IOException e) {
      // it ended meanwhile
    }
  }

  /** All that were seen so far. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
