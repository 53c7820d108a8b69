package org.strongroom.storage.driver.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives tokens for an API key as IBM Cloud does, and lets calls with the latest of them through to
 * an object store that lets everybody in.
 */
final class BearerGate implements AutoCloseable {
  private static final Set<String> OF_THE_CLIENT =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "expect",
          "upgrade",
          "authorization");

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI store;
  private final String apiKey;
  private final AtomicInteger tokens = new AtomicInteger();
  final List<String> forms = new CopyOnWriteArrayList<>();
  final List<String> instances = new CopyOnWriteArrayList<>();
  volatile String answer =
      "{\"access_token\":\"token-%d\",\"refresh_token\":\"not_supported\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  BearerGate(URI store, String apiKey) throws IOException {
    this.store = store;
    this.apiKey = apiKey;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/identity/token", this::giveToken);
    server.createContext("/", this::let);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  URI authEndpoint() {
    return endpoint().resolve("/identity/token");
  }

  int tokens() {
    return tokens.get();
  }

  private void giveToken(HttpExchange call) throws IOException {
    String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    forms.add(call.getRequestHeaders().getFirst("Content-Type") + " " + form);
    boolean known =
        form.equals("grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=" + apiKey);
    byte[] text =
        (known
                ? answer.formatted(tokens.incrementAndGet())
                : "{\"errorCode\":\"BXNIM0415E\",\"errorMessage\":\"Provided API key could not be"
                    + " found.\"}")
            .getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(known ? 200 : 400, text.length);
    call.getResponseBody().write(text);
    call.close();
  }

  private void let(HttpExchange call) throws IOException {
    String bearer = call.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer token-" + tokens.get()).equals(bearer)) {
      call.sendResponseHeaders(403, -1);
      call.close();
      return;
    }
    instances.add(String.valueOf(call.getRequestHeaders().getFirst("ibm-service-instance-id")));
    HttpRequest.Builder onward = HttpRequest.newBuilder(store.resolve(call.getRequestURI()));
    call.getRequestHeaders()
        .forEach((name, values) -> {
          if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> onward.header(name, value));
          }
        });
    byte[] body = call.getRequestBody().readAllBytes();
    onward.method(
        call.getRequestMethod(),
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<byte[]> answered = client.send(onward.build(), BodyHandlers.ofByteArray());
      answered
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name)) {
              call.getResponseHeaders().put(name, values);
            }
          });
      boolean head = call.getRequestMethod().equals("HEAD");
      if (head) {
        answered
            .headers()
            .firstValue("content-length")
            .ifPresent(length -> call.getResponseHeaders().set("Content-Length", length));
      }
      int length = answered.body().length;
      call.sendResponseHeaders(answered.statusCode(), head || length == 0 ? -1 : length);
      call.getResponseBody().write(answered.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      call.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
