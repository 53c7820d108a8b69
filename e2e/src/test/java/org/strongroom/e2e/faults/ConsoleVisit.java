package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.e2e.bed.ServerProcess;

/**
 * A browser whose requests come to one node of several or another, as a balancer before them sends
 * them: one cookie, and nothing that a node would have to keep.
 */
final class ConsoleVisit {
  private static final Pattern TOKEN = Pattern.compile("data-token=\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<URI> nodes;
  private String cookie = "";

  ConsoleVisit(List<URI> nodes) {
    this.nodes = nodes;
  }

  void logIn(int node) {
    HttpResponse<String> answer =
        post(node, "/console/log-in", Map.of("name", "admin", "password", ServerProcess.PASSWORD));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  HttpResponse<String> get(int node, String path) {
    return text(request(node, path).GET());
  }

  /** The token that forms carry, as a page of a node has it. */
  String token(int node) {
    Matcher token = TOKEN.matcher(get(node, "/console/zones").body());
    assertThat(token.find()).as("a page with a token").isTrue();
    return token.group(1);
  }

  HttpResponse<String> post(int node, String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return text(
        request(node, path, "Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(
      int node, String method, String path, BodyPublisher body, String... headers) {
    return text(request(node, path, headers).method(method, body));
  }

  /** Reads the stream of events of a node until one has this name. */
  void awaitEvent(BufferedReader stream, String name) {
    try {
      for (String line = stream.readLine(); line != null; line = stream.readLine()) {
        if (line.equals("event: " + name) || line.equals("event:" + name)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("the stream ended before " + name);
  }

  BufferedReader stream(int node) {
    HttpResponse<InputStream> answer =
        sent(
            request(node, "/console/events-stream", "Accept", "text/event-stream").GET(),
            BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(int node, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(nodes.get(node).resolve(path)).header("Cookie", cookie);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> text(HttpRequest.Builder request) {
    return sent(request, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> sent(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
