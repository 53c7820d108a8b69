package org.strongroom.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** An administrator who has logged in to the console, as a browser would. */
public final class ConsoleSession {
  private static final Pattern LOADED =
      Pattern.compile("(?:src|href)=\"(/console/[^\"]+\\.(?:js|css))\"");

  private static final Pattern LISTED = Pattern.compile("href=\"(/console/[a-z-]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final String cookie;

  private ConsoleSession(URI url, String cookie) {
    this.url = url;
    this.cookie = cookie;
  }

  /** Logs in. */
  public static ConsoleSession logIn(StrongroomServer server)
      throws IOException, InterruptedException {
    String form =
        "name=admin&password="
            + URLEncoder.encode(StrongroomServer.PASSWORD, StandardCharsets.UTF_8);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(server.url().resolve("/console/log-in"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.discarding());
      String set =
          answer
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow(() -> new IOException("no session: " + answer.statusCode()));
      return new ConsoleSession(server.url(), set.replaceFirst(";.*", ""));
    }
  }

  /**
   * Fetches a page.
   *
   * @return the nanoseconds until all of it was there
   */
  public long get(String path) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer =
        http.send(request(url.resolve(path)).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answers " + answer.statusCode());
    }
    return System.nanoTime() - start;
  }

  private HttpRequest.Builder request(URI of) {
    return HttpRequest.newBuilder(of).header("Cookie", cookie);
  }

  /** The lists that the navigation leads to. */
  public List<String> lists() throws IOException, InterruptedException {
    String page =
        http.send(request(url.resolve("/console/upload")).build(), BodyHandlers.ofString()).body();
    return LISTED.matcher(page).results().map(match -> match.group(1)).distinct().toList();
  }

  /** What the first page has a browser load. */
  public List<URI> scriptsAndStyles() throws IOException, InterruptedException {
    String page =
        http.send(request(url.resolve("/console/upload")).build(), BodyHandlers.ofString()).body();
    return LOADED
        .matcher(page)
        .results()
        .map(match -> url.resolve(match.group(1)))
        .distinct()
        .toList();
  }

  /** Bytes of a file as browsers are sent it. */
  public long compressedBytes(URI file) throws IOException, InterruptedException {
    return http.send(
            request(file).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray())
        .body()
        .length;
  }

  /** The header that stands for the session. */
  public String cookie() {
    return cookie;
  }

  /** Opens the stream that tells of changes. */
  public InputStream stream() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(
            request(url.resolve("/console/events-stream")).build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException("no event stream: " + answer.statusCode());
    }
    return answer.body();
  }
}
