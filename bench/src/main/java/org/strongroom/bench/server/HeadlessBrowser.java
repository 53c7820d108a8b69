package org.strongroom.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Chromium without a window, driven over the WebDriver protocol. */
public final class HeadlessBrowser implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

  /**
   * Has a part fetched so many times, each after the one before has settled. Only that of the part
   * itself counts; one that is not answered well, or not for a while, ends it with the reason.
   */
  private static final String UPDATES =
      """
      const [part, times, done] = arguments;
      const one = () => new Promise((ok, no) => {
        const over = new AbortController();
        const end = (what, why) => { over.abort(); clearTimeout(late); what(why); };
        const on = (name, what) => document.body.addEventListener(name, what, over);
        on('htmx:afterSettle', e => { if (e.target.matches(part)) end(ok); });
        on('htmx:responseError', e => end(no, 'answered ' + e.detail.xhr.status));
        on('htmx:sendError', () => end(no, 'not answered'));
        const late = setTimeout(() => end(no, 'not settled after 30 s, ' + document.body.className), 30000);
        htmx.trigger(document.querySelector(part), 'live');
      });
      (async () => { for (let i = 0; i < times; i++) await one(); })().then(() => done(''), why => done(String(why)));
      """;

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI session;

  private HeadlessBrowser(Process driver, URI session) {
    this.driver = driver;
    this.session = session;
  }

  /**
   * Starts one.
   *
   * @param profile an empty directory
   */
  public static HeadlessBrowser start(Path profile) throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder("/usr/bin/chromedriver", "--port=0").redirectErrorStream(true).start();
    URI url = URI.create("http://127.0.0.1:%s/session".formatted(port(driver)));
    Map<String, Object> options =
        Map.of(
            "binary",
            "/usr/bin/chromium",
            "args",
            List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--user-data-dir=" + profile.resolve("user")));
    Map<String, Object> wanted =
        Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      String id = ask(http, url, wanted).get("sessionId").asString();
      return new HeadlessBrowser(driver, URI.create(url + "/" + id + "/"));
    } catch (IOException | InterruptedException e) {
      driver.destroy();
      throw e;
    }
  }

  /** The port that it took, which it tells once it listens; what it says later goes nowhere. */
  private static String port(Process driver) throws IOException {
    BufferedReader said = driver.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread.ofVirtual().start(() -> drain(said));
        return started.group(1);
      }
    }
    driver.destroy();
    throw new IOException("chromedriver ended before it listened");
  }

  private static void drain(BufferedReader said) {
    try {
      said.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // it has ended
    }
  }

  private static JsonNode ask(HttpClient http, URI url, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(url)
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the browser refuses: " + answer.body());
    }
    return JSON.readTree(answer.body()).get("value");
  }

  private JsonNode ask(String what, Map<String, ?> body) throws IOException, InterruptedException {
    return ask(http, session.resolve(what), body);
  }

  /** Opens a page, and waits until all of it is loaded. */
  public void open(URI page) throws IOException, InterruptedException {
    ask("url", Map.of("url", page.toString()));
  }

  /** Takes a cookie, as the header names it, for the page that is open. */
  public void cookie(String header) throws IOException, InterruptedException {
    String[] parts = header.split("=", 2);
    ask("cookie", Map.of("cookie", Map.of("name", parts[0], "value", parts[1], "path", "/")));
  }

  /** The milliseconds until something of the open page could be read. */
  public double firstPaint() throws IOException, InterruptedException {
    String script =
        "const done = arguments[0]; new PerformanceObserver((list, watch) => { for (const each of"
            + " list.getEntries()) if (each.name === 'first-contentful-paint') { watch.disconnect();"
            + " done(each.startTime); } }).observe({ type: 'paint', buffered: true });";
    return ask("execute/async", Map.of("script", script, "args", List.of())).asDouble();
  }

  /**
   * Has a part of the open page fetched anew so many times, as live updates do, and collects
   * garbage.
   *
   * @return bytes that its scripts and elements take
   */
  public double heapAfter(String part, int updates) throws IOException, InterruptedException {
    ask("timeouts", Map.of("script", LONGEST.toMillis()));
    String wrong =
        ask("execute/async", Map.of("script", UPDATES, "args", List.of(part, updates))).asString();
    if (!wrong.isEmpty()) {
      throw new IOException("an update of " + part + " was " + wrong);
    }
    cdp("HeapProfiler.collectGarbage");
    cdp("Performance.enable");
    for (JsonNode each : cdp("Performance.getMetrics").get("metrics")) {
      if (each.get("name").asString().equals("JSHeapUsedSize")) {
        return each.get("value").asDouble();
      }
    }
    throw new IOException("the browser tells of no heap");
  }

  private JsonNode cdp(String command) throws IOException, InterruptedException {
    return ask("goog/cdp/execute", Map.of("cmd", command, "params", Map.of()));
  }

  @Override
  public void close() {
    try {
      http.send(
          HttpRequest.newBuilder(URI.create(session.toString().replaceFirst("/$", "")))
              .DELETE()
              .build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      // it is ended below
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    driver.destroy();
    http.close();
  }
}
