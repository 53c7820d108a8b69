package org.strongroom.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.UnexpectedAlertBehaviour;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window, with a profile of its own; it reaches this machine alone. */
final class Chromium implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  private final URI url;
  private final ChromeDriver driver;
  private final String axe;
  private int clicks;

  /**
   * Starts one.
   *
   * @param profile an empty directory
   */
  Chromium(URI url, Path profile) {
    this.url = url;
    this.axe = axe();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.setPageLoadStrategy(PageLoadStrategy.NORMAL);
    options.setUnhandledPromptBehaviour(UnexpectedAlertBehaviour.ACCEPT);
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .usingAnyFreePort()
            .build();
    this.driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
  }

  private static String axe() {
    try (InputStream script = Chromium.class.getResourceAsStream(AXE)) {
      if (script == null) {
        throw new IllegalStateException("axe-core is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void open(String path) {
    driver.get(url.resolve(path).toString());
  }

  String path() {
    return URI.create(driver.getCurrentUrl()).getPath();
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  boolean has(String selector) {
    return !all(selector).isEmpty();
  }

  void until(String selector) {
    await(selector).atMost(SOON).until(() -> has(selector));
  }

  void untilText(String text) {
    await(text).atMost(SOON).ignoreExceptions().until(() -> text().contains(text));
  }

  void untilPath(String path) {
    await(path).atMost(SOON).until(() -> path().equals(path));
  }

  /** Clicks what can be seen and is not in the way of anything. */
  void click(String selector) {
    script("arguments[0].scrollIntoView({block: 'center'})", find(selector));
    find(selector).click();
    clicks++;
  }

  /** The clicks since this was asked last. */
  int clicks() {
    int made = clicks;
    clicks = 0;
    return made;
  }

  /** Goes on with the key that goes on until this has the focus, as those who use no mouse do. */
  void tabTo(String selector) {
    for (int presses = 0; presses < 150; presses++) {
      if (Boolean.TRUE.equals(
          script("return document.activeElement.matches(arguments[0])", selector))) {
        assertThat(script("return document.activeElement.matches(':focus-visible')"))
            .as("the focus can be seen on " + selector)
            .isEqualTo(true);
        return;
      }
      keys(Keys.TAB);
    }
    throw new AssertionError("the key that goes on does not lead to " + selector);
  }

  /** Drops a file of this machine, as a hand with a mouse does. */
  void drop(Path file, String selector) {
    WebElement place = find(selector);
    script("arguments[0].scrollIntoView({block: 'center'})", place);
    List<?> at =
        (List<?>)
            script(
                "const r = arguments[0].getBoundingClientRect();"
                    + " return [Math.round(r.x + r.width / 2), Math.round(r.y + r.height / 2)]",
                place);
    for (String kind : new String[] {"dragEnter", "dragOver", "drop"}) {
      driver.executeCdpCommand(
          "Input.dispatchDragEvent",
          Map.of(
              "type",
              kind,
              "x",
              at.get(0),
              "y",
              at.get(1),
              "data",
              Map.of(
                  "items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1)));
    }
  }

  void type(String selector, String text) {
    WebElement field = find(selector);
    field.clear();
    field.sendKeys(text);
  }

  /** What is focused gets these keys, or the page while its rows are exchanged. */
  void keys(CharSequence... keys) {
    var actions = new Actions(driver);
    for (CharSequence each : keys) {
      actions.sendKeys(each);
    }
    actions.perform();
  }

  String focused() {
    return driver.switchTo().activeElement().getAttribute("id");
  }

  void logIn(String name, String password) {
    open("/console/log-in");
    enter(name, password);
  }

  /** Logs in on the page that it was led to. */
  void enter(String name, String password) {
    type("#name", name);
    find("#password").sendKeys(password, Keys.ENTER);
  }

  /** Whoever comes next has no session. */
  void forgetSession() {
    driver.manage().deleteAllCookies();
  }

  void reload() {
    driver.navigate().refresh();
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Uploads no faster than this. */
  void slowUploads(long bytesPerSecond) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            0,
            "downloadThroughput",
            -1,
            "uploadThroughput",
            bytesPerSecond));
  }

  /** Whether pages are told of changes, as behind a proxy that lets no event stream through. */
  void withoutStream(boolean blocked) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.setBlockedURLs",
        Map.of("urls", blocked ? List.of("*/console/events-stream") : List.of()));
  }

  /** What everybody must be able to read and use, by WCAG 2.2 as far as axe-core knows it. */
  void isAccessible(String page) {
    driver.executeScript(axe);
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];axe.run(document, {resultTypes:"
                + " ['violations']}).then(r => done(r.violations.map(v => v.id + ': ' +"
                + " v.nodes.map(n => n.target + ' ' + n.failureSummary).slice(0, 3).join('; '))), e"
                + " => done(['' + e]));");
    assertThat((List<?>) found).as(page).isEmpty();
  }

  /** No page is wider than its window, and no list wider than a usual one or a phone. */
  void fits(String page) {
    Object over =
        script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) over).longValue()).as(page + " is wider than the window").isZero();
    Object cut =
        script(
            "return innerWidth > 560 && innerWidth < 1280 ? []"
                + " : [...document.querySelectorAll('.scroll:has(> .cards)')]"
                + ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 200))");
    assertThat((List<?>) cut).as(page + " is cut off at the right").isEmpty();
  }

  /** As {@link #isQuiet}, after the server was away: htmx tells of that, and rightly so. */
  void isQuietButForTheLine() {
    isQuiet("htmx:sendError");
  }

  /** Nothing that the policy forbids was tried, and no script failed. */
  void isQuiet() {
    isQuiet("-");
  }

  private void isQuiet(String known) {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .extracting(entry -> entry.getMessage())
        .filteredOn(message -> !message.contains("Failed to load resource"))
        .filteredOn(message -> !message.contains(known))
        .filteredOn(message -> !message.startsWith("rendering ")) // of the checks themselves
        .filteredOn(message -> !message.contains("beforeunload")) // nobody touched the page
        .isEmpty();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
