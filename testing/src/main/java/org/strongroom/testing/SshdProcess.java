package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The process of an {@link OpenSshServer} and those that it forks for connections. */
final class SshdProcess {
  private static final String READY = "Server listening on";
  private static final long START_SECONDS = 20;

  private final Path directory;
  private @Nullable Process process;

  SshdProcess(Path directory) {
    this.directory = directory;
  }

  synchronized void start() {
    var ready = new CompletableFuture<Boolean>();
    try {
      Process started =
          new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", directory + "/sshd_config")
              .redirectErrorStream(true)
              .start();
      process = started;
      Thread.ofVirtual().name("sshd log").start(() -> copyLog(started, ready));
      if (!ready.get(START_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "sshd did not start: " + Files.readString(directory.resolve("log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("sshd did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void copyLog(Process from, CompletableFuture<Boolean> ready) {
    try (var lines = from.inputReader(StandardCharsets.UTF_8);
        var log =
            Files.newBufferedWriter(
                directory.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.write(line);
        log.newLine();
        log.flush();
        if (line.contains(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      // The pipe breaks when the server is killed; what was logged until then is kept.
      ready.complete(false);
    }
    ready.complete(false);
  }

  synchronized void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    // The parent first, so that no new child appears behind our back; frozen ones die too.
    List<ProcessHandle> children = new ArrayList<>(running.descendants().toList());
    signal("STOP", List.of(running.toHandle()));
    children.addAll(running.descendants().toList());
    children.forEach(ProcessHandle::destroyForcibly);
    running.destroyForcibly();
    running.onExit().join();
    process = null;
  }

  synchronized void killConnections() {
    running().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  synchronized void signalAll(String signal) {
    List<ProcessHandle> all = new ArrayList<>(List.of(running().toHandle()));
    all.addAll(running().descendants().toList());
    signal(signal, all);
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("sshd is not running");
    }
    return running;
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    // A connection may end by itself at this moment: a process that is gone is no failure.
    String script = "kill -" + name + " \"$@\" 2>/dev/null; true";
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    processes.stream().filter(ProcessHandle::isAlive).forEach(p -> words.add("" + p.pid()));
    if (words.size() > 4) {
      Command.run(words.toArray(String[]::new));
    }
  }
}
