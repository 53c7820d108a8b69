package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An object of zeros, far larger than the memory of the process that brings and reads it; the store
 * keeps no more of it than its length. {@code -Dstrongroom.large=20480} makes it 20 GiB.
 */
final class LargeObjectTest {
  private static final long MEBIBYTES = Long.getLong("strongroom.large", 256);

  private final AtomicLong length = new AtomicLong();
  private final AtomicBoolean onlyZeros = new AtomicBoolean(true);
  private final AtomicBoolean complete = new AtomicBoolean();
  private HttpServer store;

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    store.createContext("/", this::answer);
    store.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    store.start();
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      boolean isFile = exchange.getRequestURI().getPath().endsWith("/zeros");
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, query.contains("partNumber"));
        case "POST" -> post(exchange, query.contains("uploadId"));
        case "HEAD" -> head(exchange, isFile);
        case "GET" -> get(exchange);
        default -> exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private void put(HttpExchange exchange, boolean isPart) throws IOException {
    MessageDigest md5 = md5();
    byte[] block = new byte[1 << 16];
    try (InputStream body = exchange.getRequestBody()) {
      for (int read = body.read(block); read >= 0; read = body.read(block)) {
        md5.update(block, 0, read);
        if (isPart) {
          length.addAndGet(read);
          onlyZeros.compareAndSet(true, isZeros(block, read));
        }
      }
    }
    exchange.getResponseHeaders().set("ETag", '"' + HexFormat.of().formatHex(md5.digest()) + '"');
    exchange.sendResponseHeaders(200, -1);
  }

  private static boolean isZeros(byte[] block, int count) {
    for (int i = 0; i < count; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void post(HttpExchange exchange, boolean completes) throws IOException {
    exchange.getRequestBody().readAllBytes();
    complete.compareAndSet(false, completes);
    if (!completes) { // of an upload before, which was given up, nothing is left
      length.set(0);
      onlyZeros.set(true);
    }
    String answer =
        completes
            ? "<CompleteMultipartUploadResult><ETag>\"x-1\"</ETag></CompleteMultipartUploadResult>"
            : "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
    exchange.sendResponseHeaders(200, answer.length());
    exchange.getResponseBody().write(answer.getBytes(UTF_8));
  }

  private void head(HttpExchange exchange, boolean isFile) throws IOException {
    boolean isBucket = exchange.getRequestURI().getPath().chars().filter(c -> c == '/').count() < 3;
    if (isFile && complete.get()) {
      exchange.getResponseHeaders().set("Content-Length", length.toString());
      exchange.getResponseHeaders().set("ETag", "\"x-1\"");
    }
    exchange.sendResponseHeaders(isBucket || (isFile && complete.get()) ? 200 : 404, -1);
  }

  private void get(HttpExchange exchange) throws IOException {
    String[] range =
        exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-");
    long from = Long.parseLong(range[0]);
    long until = range.length < 2 ? length.get() : Long.parseLong(range[1]) + 1;
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, until - 1, length.get()));
    exchange.getResponseHeaders().set("ETag", "\"x-1\"");
    exchange.sendResponseHeaders(206, until - from);
    byte[] zeros = new byte[1 << 16];
    for (long left = until - from; left > 0; left -= zeros.length) {
      exchange.getResponseBody().write(zeros, 0, (int) Math.min(zeros.length, left));
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256OfZeros() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] zeros = new byte[1 << 20];
    for (long i = 0; i < MEBIBYTES; i++) {
      digest.update(zeros);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void needsNoMoreMemoryThanASmallOne() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx112m", // 64 MiB of parts, and what runs them
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeObject.class.getName(),
                "http://127.0.0.1:" + store.getAddress().getPort(),
                Long.toString(MEBIBYTES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor()).isZero();
      assertThat(printed).endsWith(sha256OfZeros());
      assertThat(length.get()).isEqualTo(MEBIBYTES << 20);
      assertThat(onlyZeros).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
