package org.strongroom.e2e.material;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP server on the loopback address that serves files and takes web hooks. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Hook> hooks = new LinkedBlockingQueue<>();

  /** Serves the files of a directory. */
  public FileServer(Path directory) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", SimpleFileServer.createFileHandler(directory.toAbsolutePath()));
    server.createContext("/hook", this::hook);
    server.start();
  }

  private void hook(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    hooks.add(new Hook(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  public String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** The next call of the web hook at {@code hook}. */
  public Hook awaitHook() throws InterruptedException {
    Hook hook = hooks.poll(30, TimeUnit.SECONDS);
    if (hook == null) {
      throw new AssertionError("no web hook was called");
    }
    return hook;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A call of the web hook. */
  public record Hook(String method, Headers headers, String body) {}
}
