package org.strongroom.storage.driver.swift.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer that was read whole. */
public final class SwiftAnswer {
  private static final int LONGEST_TEXT = 300;

  private final int status;
  private final String reason;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param headers by name, whatever its case
   * @param body not changed by anybody
   */
  SwiftAnswer(int status, String reason, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  /** The length that is told; -1 if none is. */
  public long number(String name) {
    String text = header(name).orElse("").strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /** The ETag without quotes; empty if there is none that promises identical bytes. */
  public Optional<String> etag() {
    return header("ETag")
        .map(String::strip)
        .filter(tag -> !tag.startsWith("W/"))
        .map(tag -> tag.replace("\"", ""))
        .filter(tag -> !tag.isEmpty());
  }

  public boolean isStaticLargeObject() {
    return header("X-Static-Large-Object")
        .filter(text -> text.equalsIgnoreCase("true"))
        .isPresent();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Status, words and number of the call, as a store tells them; for messages. */
  public String told() {
    String words = tidy(text().replaceAll("<[^>]{0,100}>", " "));
    String call = header("X-Trans-Id").map(id -> ", call " + tidy(id)).orElse("");
    String code = reason.isEmpty() ? "" : " " + tidy(reason);
    return words.isEmpty() || words.toLowerCase(Locale.ROOT).equals(reason.toLowerCase(Locale.ROOT))
        ? status + code + call
        : status + code + " (" + words + call + ")";
  }

  /** A store can answer anything. */
  private static String tidy(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
  }
}
