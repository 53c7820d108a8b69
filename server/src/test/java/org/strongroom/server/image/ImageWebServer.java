package org.strongroom.server.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that images come from, well or badly. */
public final class ImageWebServer implements AutoCloseable {
  private final HttpServer server;
  private final CountDownLatch hanging = new CountDownLatch(1);
  final AtomicInteger halves = new AtomicInteger();

  public ImageWebServer(byte[] image) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/whole", exchange -> send(exchange, image, image.length, image.length));
    server.createContext("/ranges", exchange -> range(exchange, image));
    server.createContext("/chunked", exchange -> send(exchange, image, 0, image.length));
    server.createContext("/endless", exchange -> announce(exchange, Long.MAX_VALUE));
    server.createContext("/hanging", exchange -> hang(exchange, image));
    server.createContext(
        "/later",
        exchange -> {
          if (halves.get() == 0) {
            hang(exchange, image);
          } else {
            send(exchange, image, image.length, image.length);
          }
        });
    server.start();
  }

  private static void send(HttpExchange exchange, byte[] image, long announced, int sent)
      throws IOException {
    exchange.sendResponseHeaders(200, announced);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(image, 0, sent);
    }
  }

  private static void range(HttpExchange exchange, byte[] image) throws IOException {
    String[] asked = exchange.getRequestHeaders().getFirst("Range").substring(6).split("-");
    int from = Integer.parseInt(asked[0]);
    int to = Integer.parseInt(asked[1]);
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes %d-%d/%d".formatted(from, to, image.length));
    exchange.sendResponseHeaders(206, to - from + 1L);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(image, from, to - from + 1);
    }
  }

  private void announce(HttpExchange exchange, long length) throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(new byte[1]);
    exchange.getResponseBody().flush();
    stay(exchange);
  }

  /** Sends half of the image and then nothing. */
  private void hang(HttpExchange exchange, byte[] image) throws IOException {
    exchange.sendResponseHeaders(200, image.length);
    OutputStream out = exchange.getResponseBody();
    out.write(image, 0, image.length / 2);
    out.flush();
    halves.incrementAndGet();
    stay(exchange);
  }

  private void stay(HttpExchange exchange) {
    try {
      hanging.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    hanging.countDown();
    server.stop(0);
  }
}
