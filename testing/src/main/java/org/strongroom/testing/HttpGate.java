package org.strongroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Stands before a server that speaks HTTP, counts what is asked, and answers some of it itself.
 * Bodies are kept in memory.
 */
public final class HttpGate implements AutoCloseable {
  /** Headers that each side of a proxy says by itself. */
  private static final Set<String> OF_THE_LINE =
      Set.of("connection", "content-length", "host", "transfer-encoding", "date", "expect");

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI target;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();

  /** An answer of its own. */
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  /**
   * @param left how many calls it still answers
   */
  private record Rule(Predicate<HttpExchange> about, Answer answer, AtomicInteger left) {}

  public HttpGate(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Method and target of each call. */
  public List<String> asked() {
    return asked;
  }

  public long asked(String pattern) {
    return asked.stream().filter(call -> call.matches(pattern)).count();
  }

  /** How many connections the calls came over. */
  public int connections() {
    return connections.size();
  }

  /** Answers so many calls whose method and target are like this. */
  public void answer(String pattern, int times, Answer answer) {
    rules.add(
        new Rule(exchange -> shown(exchange).matches(pattern), answer, new AtomicInteger(times)));
  }

  /** Answers them by a status, a header and a body. */
  public void answer(
      String pattern, int times, int status, String header, String value, String body) {
    answer(
        pattern,
        times,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set(header, value);
          reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        });
  }

  /**
   * Answers the n-th of the calls from now on.
   *
   * @param n from 1
   * @return whether it has come
   */
  public BooleanSupplier answerNth(int n, Answer answer) {
    return answerNth(".*", n, answer);
  }

  /** The same of the calls whose method and target are like this. */
  public BooleanSupplier answerNth(String pattern, int n, Answer answer) {
    var left = new AtomicInteger(n);
    rules.add(
        new Rule(
            exchange -> shown(exchange).matches(pattern) && left.decrementAndGet() == 0,
            answer,
            new AtomicInteger(1)));
    return () -> left.get() <= 0;
  }

  /** From now on it answers nothing by itself. */
  public void forget() {
    rules.clear();
  }

  public static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean none = exchange.getRequestMethod().equals("HEAD") || status == 204;
    exchange.sendResponseHeaders(status, none || body.length == 0 ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Method and target of a call. */
  public static String shown(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(shown(exchange));
      connections.add(exchange.getRemoteAddress());
      for (Rule rule : rules) {
        if (rule.about().test(exchange) && rule.left().getAndDecrement() > 0) {
          rule.answer().give(exchange);
          return;
        }
      }
      HttpResponse<byte[]> answer = forward(exchange);
      pass(answer, exchange);
      if (exchange.getRequestMethod().equals("HEAD")) {
        answer
            .headers()
            .firstValue("Content-Length")
            .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      }
      reply(exchange, answer.statusCode(), answer.body());
    }
  }

  /** Sets the headers of an answer of the server behind, but for those of the line. */
  public void pass(HttpResponse<?> answer, HttpExchange exchange) {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_LINE.contains(name.toLowerCase(Locale.ROOT))) {
            exchange
                .getResponseHeaders()
                .set(name, values.getFirst().replace(target.toString(), endpoint().toString()));
          }
        });
  }

  /** Asks the server behind. */
  public HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
    return forward(exchange, exchange.getRequestURI().toString());
  }

  /** The same with another target, and without the ETag that it was sent for the other one. */
  public HttpResponse<byte[]> forward(HttpExchange exchange, String to) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + to))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          boolean changed = !to.equals(exchange.getRequestURI().toString());
          boolean fits = !changed || !name.equalsIgnoreCase("ETag");
          if (fits && !OF_THE_LINE.contains(name.toLowerCase(Locale.ROOT))) {
            request.header(name, values.getFirst());
          }
        });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
