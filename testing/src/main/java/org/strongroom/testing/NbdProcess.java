package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A real NBD server: {@code nbdkit} or {@code qemu-nbd}. */
public final class NbdProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Process process;
  private final Path log;
  private final String scheme;
  private final String authority;
  private final String query;

  private NbdProcess(
      List<String> command, Path log, String scheme, String authority, String query) {
    this.log = log;
    this.scheme = scheme;
    this.authority = authority;
    this.query = query;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code nbdkit} on a socket in a directory. */
  public static NbdProcess nbdkit(Path directory, String... arguments) {
    Path socket = fresh(directory, "socket");
    return local(socket, List.of("nbdkit", "--foreground", "--unix", socket.toString()), arguments);
  }

  /** {@code qemu-nbd} on a socket in a directory, for any number of clients. */
  public static NbdProcess qemu(Path directory, String... arguments) {
    Path socket = fresh(directory, "socket");
    return local(
        socket,
        List.of("qemu-nbd", "--persistent", "--shared=0", "--socket", socket.toString()),
        arguments);
  }

  private static NbdProcess local(Path socket, List<String> command, String... arguments) {
    var server =
        new NbdProcess(
            joined(command, arguments),
            socket.resolveSibling(socket.getFileName() + ".log"),
            "nbd+unix",
            "",
            "?socket=" + socket);
    server.awaitReady(() -> {
      try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        return channel.connect(UnixDomainSocketAddress.of(socket));
      }
    });
    return server;
  }

  /** {@code nbdkit} on a port of the loopback address. */
  public static NbdProcess nbdkitTcp(Path directory, String... arguments) {
    for (int attempt = 1; ; attempt++) {
      try {
        return nbdkitTcp(directory, freePort(), arguments);
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS) { // somebody else may have taken the port
          throw e;
        }
      }
    }
  }

  /** The same on this port. */
  public static NbdProcess nbdkitTcp(Path directory, int port, String... arguments) {
    Path ready = fresh(directory, "pid");
    var server =
        new NbdProcess(
            joined(
                List.of(
                    "nbdkit",
                    "--foreground",
                    "--ipaddr",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--pidfile",
                    ready.toString()),
                arguments),
            ready.resolveSibling("log"),
            "nbd",
            "127.0.0.1:" + port,
            "");
    server.awaitReady(() -> Files.exists(ready));
    return server;
  }

  /** {@code qemu-nbd} on a port of the loopback address, for any number of clients. */
  public static NbdProcess qemuTcp(Path directory, String... arguments) {
    Path ready = fresh(directory, "pid");
    int port = freePort();
    var server =
        new NbdProcess(
            joined(
                List.of(
                    "qemu-nbd",
                    "--persistent",
                    "--shared=0",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--pid-file",
                    ready.toString()),
                arguments),
            ready.resolveSibling("log"),
            "nbd",
            "127.0.0.1:" + port,
            "");
    server.awaitReady(() -> Files.exists(ready));
    return server;
  }

  private static int freePort() {
    try {
      return LoopbackPort.free(InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fresh(Path directory, String kind) {
    try {
      return Files.createTempDirectory(directory, "nbd").resolve(kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> joined(List<String> command, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }

  private interface Attempt {
    boolean connects() throws IOException;
  }

  private void awaitReady(Attempt attempt) {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        if (attempt.connects()) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException("the NBD server did not start: " + said());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The url of an export. */
  public String url(String export) {
    return scheme + "://" + authority + "/" + export + query;
  }

  /** Where a server on a port listens. */
  public URI endpoint() {
    return URI.create("http://" + authority);
  }

  /** Kills it. */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor(); // asked politely it would wait for its callers to go
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
