package org.strongroom.e2e.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Values that break programs which trust their callers. None is a path that could be written to.
 */
final class HostileValues {
  /** What would begin a line of its own if line breaks were taken as they come. */
  static final String INJECTED = "X-Injected";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\n\r",
          "a",
          "a\u0000b",
          "\u0000",
          "\u0001\u0007\u001b[31m\u007f",
          "\r\n" + INJECTED + ": yes",
          "\u202egnp.exe",
          "\u2066\u2069\ufeff\u200b",
          "Zo\u0065\u0301 \u00e9 \ud83d\ude00 \u4e2d\u6587",
          "\ud800",
          "\udc00\ud800",
          "a\ud83d",
          "\uffff\ufffe",
          "\u0130I\u0131i\u00df",
          "' OR 1=1 --",
          "\"; DROP TABLE image; --",
          "%' ESCAPE '",
          "%_\\",
          "$(reboot)`reboot`;reboot",
          "../../../etc/passwd",
          "..",
          ".",
          "a/../../b",
          "file:///proc/self/environ",
          "file:",
          "http://",
          "http://[::1",
          "http://127.0.0.1:99999/x",
          "http://127.0.0.1:1/x",
          "http://user:pass@127.0.0.1:1/",
          "ftp://127.0.0.1:1/a;type=x",
          "sftp://127.0.0.1:1/\u00fc",
          "upload://",
          "data:,a",
          "%00",
          "%zz",
          "${jndi:ldap://127.0.0.1/a}",
          "{{7*7}}<script>alert(1)</script>",
          "null",
          "true",
          "NaN",
          "-0",
          "0",
          "-1",
          "1e309",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999",
          "0x10",
          "1.5",
          "\u0661\u0662",
          "2026-02-30 25:61:61",
          "9999-12-31T23:59:60Z",
          "0123456789ab4cde8f0123456789abcd",
          "01234567-89ab-4cde-8f01-23456789abcd",
          "g123456789ab4cde8f0123456789abcd",
          "{}",
          "[]",
          "{\"a\":",
          "ephemeral::x",
          "a::b::c::{}");

  private static final List<String> JSON =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "123456789012345678901234567890",
          "1.5",
          "1e5",
          "1E400",
          "-1e-400",
          "1e999999999",
          "NaN",
          "Infinity",
          "-Infinity",
          "[]",
          "[[]]",
          "[null]",
          "[1,\"a\",{}]",
          "{}",
          "{\"a\":{\"b\":[1]}}",
          "{\"\":null}",
          "{\"uuid\":\"0123456789ab4cde8f0123456789abcd\"}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00x\"",
          "\"\\u202e\"",
          "'single'",
          "undefined",
          "01",
          "+1",
          ".5",
          "\"a\" \"b\"",
          "/* no */ 1");

  private static final List<Integer> LENGTHS =
      List.of(31, 32, 33, 63, 64, 65, 254, 255, 256, 257, 1024, 1025, 2047, 2048, 2049, 16_385);
  private static final List<String> UNITS = List.of("a", " ", "\u00e9", "\ud83d\ude00", "%", "/");

  private final Random random;

  HostileValues(Random random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Any text. */
  String text() {
    return switch (random.nextInt(12)) {
      case 0 -> one(UNITS).repeat(one(LENGTHS));
      case 1 -> "a" + one(UNITS).repeat(one(LENGTHS)); // so that pairs are cut at other places
      default -> one(TEXTS);
    };
  }

  /** Any text just around the most that is allowed. */
  String text(int most) {
    return one(UNITS.subList(0, 4)).repeat(Math.max(0, most - 1 + random.nextInt(3)));
  }

  /** Something that may stand where JSON has a value, not always JSON itself. */
  String json() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> quoted(text());
      case 3 -> "[".repeat(depth()) + "]".repeat(depth());
      case 4 -> "{\"a\":".repeat(depth()) + "1" + "}".repeat(depth());
      case 5 -> "[" + (one(List.of("1", "\"a\"", "null", "{}")) + ",").repeat(one(LENGTHS)) + "1]";
      default -> one(JSON);
    };
  }

  private int depth() {
    return one(List.of(1, 19, 20, 21, 499, 500, 501, 2000));
  }

  /** A whole number, often at the edge of these bounds or of a type. */
  String number(long least, long most) {
    return switch (random.nextInt(4)) {
      case 0 -> String.valueOf(least - 1 + random.nextInt(3));
      case 1 -> String.valueOf(most - 1 + random.nextInt(3));
      case 2 -> one(JSON.subList(3, 26));
      default -> String.valueOf(random.nextLong());
    };
  }

  /** A text as JSON has it: escaped as little as it must be, or wholly. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c < ' ' || Character.isSurrogate((char) c)) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }

  /** A text for a url: escaped, or now and then not, or wrongly. */
  String inUrl(String text) {
    return switch (random.nextInt(24)) {
      case 0 -> text.replaceAll("[\\s\\x00-\\x20#?]", "+");
      case 1 -> encoded(text) + one(List.of("%", "%0", "%zz", "%c0%af", "%ff", "%u0041", ";a=b"));
      default -> encoded(text);
    };
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
