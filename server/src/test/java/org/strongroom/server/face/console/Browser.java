package org.strongroom.server.face.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Just enough of a browser: it keeps cookies, fills forms in, and follows nothing by itself. */
final class Browser {
  private final URI url;
  private final HttpClient http;
  private final Map<String, String> cookies = new TreeMap<>();

  Browser(URI url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  Browser loggedIn(String name, String password) {
    HttpResponse<String> answer =
        post("/console/log-in", Map.of("name", name, "password", password));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return this;
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  Browser withCookie(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** A page that is there. */
  Document page(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return Jsoup.parse(answer.body(), url.resolve(path).toString());
  }

  HttpResponse<String> post(String path, Map<String, String> values, String... headers) {
    return post(path, List.copyOf(values.entrySet()), headers);
  }

  HttpResponse<String> post(
      String path, List<Map.Entry<String, String>> values, String... headers) {
    String body =
        String.join(
            "&",
            values.stream()
                .map(each ->
                    URLEncoder.encode(each.getKey(), UTF_8)
                        + "="
                        + URLEncoder.encode(each.getValue(), UTF_8))
                .toList());
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Sends bytes as a part of an upload. */
  HttpResponse<String> patch(String location, byte[] bytes, String... headers) {
    return send(
        request(location, headers)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(bytes)));
  }

  /** Opens what does not end by itself. */
  Stream stream(String path) throws IOException, InterruptedException {
    return new Stream(http.send(request(path).GET().build(), BodyHandlers.ofInputStream()));
  }

  /** Lines that come one by one. */
  static final class Stream implements AutoCloseable {
    private final HttpResponse<InputStream> answer;
    private final BufferedReader lines;

    Stream(HttpResponse<InputStream> answer) {
      this.answer = answer;
      this.lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    int status() {
      return answer.statusCode();
    }

    /** The next line that says something. */
    String next() throws IOException {
      String line = lines.readLine();
      while (line != null && (line.isEmpty() || line.startsWith(":") || line.startsWith("data"))) {
        line = lines.readLine();
      }
      return String.valueOf(line);
    }

    List<String> untilTheEnd() {
      return lines.lines().toList();
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Sends a form as it stands in a page, with some fields filled in. */
  HttpResponse<String> submit(Element form, Map<String, String> filled) {
    List<Map.Entry<String, String>> values = new ArrayList<>();
    for (Element field : form.select("input[name], select[name], textarea[name]")) {
      String name = field.attr("name");
      boolean box = field.attr("type").equals("checkbox") || field.attr("type").equals("radio");
      if (filled.containsKey(name) || (box && !field.hasAttr("checked"))) {
        continue;
      }
      values.add(Map.entry(name, field.val()));
    }
    values.addAll(filled.entrySet());
    return post(form.attr("action"), values);
  }

  /** The token that forms of this session carry. */
  String token() {
    return page("/console/").body().attr("data-token");
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          String.join(
              "; ",
              cookies.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      for (String header : answer.headers().allValues("Set-Cookie")) {
        HttpCookie cookie = HttpCookie.parse(header).getFirst();
        if (cookie.getValue().isEmpty()) {
          cookies.remove(cookie.getName());
        } else {
          cookies.put(cookie.getName(), cookie.getValue());
        }
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
