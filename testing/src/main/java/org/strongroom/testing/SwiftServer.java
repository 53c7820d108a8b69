package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian's OpenStack Swift with its own API and that of S3: a proxy, an account, a container and an
 * object server of its own with one replica, on ephemeral ports of 127.0.0.1. Needs the packages
 * {@code swift-proxy}, {@code swift-account}, {@code swift-container}, {@code swift-object} and a
 * temporary directory on a file system with extended attributes.
 */
public final class SwiftServer implements S3Server {
  private static final String SECRET = "secretOfTheOwner";
  private static final String OTHER_SECRET = "secretOfTheReader";
  private static final List<String> KEEPERS = List.of("account", "container", "object");

  private final Path directory;
  private final int port;
  private final SwiftProcess processes;
  private final Thread cleanUp = new Thread(this::close, "swift clean-up");

  private SwiftServer() {
    try {
      directory = TestDirectory.temporary("swift-");
      Files.createDirectories(directory.resolve("devices/disk"));
      write("swift.conf", SwiftConfiguration.cluster());
      write("serve.py", SwiftConfiguration.launcher());
      write("memory_cache.py", SwiftConfiguration.memoryCache());
      Map<String, Integer> ports = new LinkedHashMap<>();
      for (String keeper : KEEPERS) {
        int own = freePort();
        write(keeper + ".conf", SwiftConfiguration.keeper(keeper, own, directory));
        ports.put(keeper, own);
      }
      port = freePort();
      write("proxy.conf", SwiftConfiguration.proxy(port, directory, SECRET, OTHER_SECRET));
      ports.put("proxy", port);
      processes = new SwiftProcess(directory, ports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(cleanUp);
  }

  /** Starts a server and waits until it answers. */
  public static SwiftServer start() {
    var server = new SwiftServer();
    server.restart();
    return server;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static int freePort() throws IOException {
    return LoopbackPort.free(InetAddress.getLoopbackAddress());
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public Login owner() {
    return new Login("test:owner", SECRET);
  }

  @Override
  public Login reader() {
    return new Login("test:reader", OTHER_SECRET);
  }

  /** Where TempAuth gives tokens for Swift's own API. */
  public URI authUrl() {
    return endpoint().resolve("/auth/v1.0");
  }

  /** The names of all objects in a container, as Swift's own API lists them. */
  public List<String> names(String container) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpHeaders login =
          http.send(
                  HttpRequest.newBuilder(authUrl())
                      .header("X-Auth-User", owner().accessKey())
                      .header("X-Auth-Key", owner().secretKey())
                      .build(),
                  BodyHandlers.discarding())
              .headers();
      HttpResponse<String> list =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(login.firstValue("X-Storage-Url").orElseThrow() + "/" + container))
                  .header("X-Auth-Token", login.firstValue("X-Auth-Token").orElseThrow())
                  .build(),
              BodyHandlers.ofString());
      if (list.statusCode() / 100 != 2) {
        throw new IllegalStateException("%s: %d".formatted(container, list.statusCode()));
      }
      return list.body().lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Somebody who may set quotas of accounts. */
  public Login operator() {
    return new Login("test:operator", SECRET);
  }

  /** All tokens that were given so far end. */
  public void expireTokens() {
    try {
      write("expired", "now");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void stop() {
    processes.kill();
  }

  @Override
  public synchronized void restart() {
    processes.kill();
    processes.start();
  }

  @Override
  public void close() {
    stop();
    TestDirectory.delete(directory);
    if (!Thread.currentThread().equals(cleanUp)) {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    }
  }
}
