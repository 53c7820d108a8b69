package org.strongroom.e2e.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.TestBed;

/** A server and a browser before it, for stories that follow each other. */
abstract class ConsoleBrowserBed {
  static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path directory;
  static TestBed bed;
  static Chromium browser;

  @BeforeAll
  static void start() throws IOException {
    bed = TestBed.start(Files.createDirectory(directory.resolve("server")));
    browser = new Chromium(bed.server().url(), Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    try {
      if (browser != null) {
        browser.close();
      }
    } finally {
      if (bed != null) {
        bed.close();
      }
    }
  }

  @BeforeEach
  void usualWindow() {
    browser.size(1280, 800);
    browser.dark(false);
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    browser.isQuiet();
  }

  static void endConsoleSessions(TestBed bed) {
    bed.admin()
        .query("/sessions", "type=Console")
        .forEach(each -> bed.admin().send("DELETE", "/sessions/" + each.get("uuid").asString()));
  }

  static void until(String selector) {
    browser.until(selector);
  }

  static void untilText(String text) {
    browser.untilText(text);
  }

  static void click(String selector) {
    browser.click(selector);
  }
}
