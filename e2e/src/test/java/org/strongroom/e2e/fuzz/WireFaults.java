package org.strongroom.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spoils requests below what an operation sees: methods, targets, headers, framing. */
final class WireFaults {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "MADEUP",
          "get",
          "PROPFIND");

  /** Headers that leave it clear where the request ends; {@code {n}} is a long text. */
  private static final List<String> HEADERS =
      List.of(
          "Accept: text/html;q=0.5, */*;q=-1",
          "Accept: ,,;",
          "Accept-Encoding: gzip, br;q=x",
          "Accept-Language: \u00ff\u00fe",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: multipart/form-data",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: ;;;",
          "Content-Type: application/json; charset=\"",
          "Content-Type: application/json; charset=made-up",
          "Content-Encoding: gzip",
          "Content-Encoding: made-up",
          "Range: bytes=0-1",
          "If-Match: \"a\"",
          "If-None-Match: *",
          "If-Modified-Since: never",
          "X-Job-UUID: 0123456789ab4cde8f0123456789abcd",
          "X-Job-UUID: x",
          "X-API-Timeout: 1",
          "X-API-Timeout: -1",
          "X-API-Timeout: 9223372036854775808",
          "X-API-Timeout: 31536000",
          "X-Web-Hook: http://127.0.0.1:1/x",
          "X-Web-Hook: \u00ff",
          "X-Web-Hook: http://[",
          "X-JSON-Schema: true",
          "X-Request-Id: a b\tc",
          "X-Request-Id: {n}",
          "X-Forwarded-For: 1.2.3.4",
          "X-Forwarded-Proto: https",
          "X-Forwarded-Host: evil",
          "Forwarded: for=\"[::1]\"",
          "Host: ",
          "Host: a b",
          "Host: [::1",
          "Host: strongroom:99999",
          "Host: strongroom:x",
          "Host: \u00e9",
          "Host: {n}",
          "Authorization: ",
          "Authorization: OAuth",
          "Authorization: OAuth \u0001",
          "Authorization: Basic !!!",
          "Authorization: {n}",
          "X-Auth-Token: ",
          "X-Auth-Token: \u00ff",
          "X-Auth-Token: {n}",
          "X-Subject-Token: ",
          "X-Subject-Token: {n}",
          "OpenStack-API-Version: volume 99999999999.9999999999",
          "OpenStack-API-Version: ,volume",
          "OpenStack-API-Version: \u00ff",
          "Cookie: $Version=1; a=\"",
          "Cookie: =;=;",
          "Expect: 100-continue",
          "Expect: made-up",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
          "TE: trailers",
          "Trailer: Content-Length",
          "Via: 1.1 a",
          "Max-Forwards: x",
          "Date: yesterday",
          "X-HTTP-Method-Override: DELETE",
          "Origin: null",
          "Access-Control-Request-Method: PUT",
          "Made-Up: {n}",
          "Empty:",
          "Folded: a\r\n b",
          "Connection: close",
          "Connection: keep-alive, Host");

  /** Headers after which nobody can tell where the request ends. */
  private static final List<String> FRAMING =
      List.of(
          "Content-Length: 99999999999999999999",
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 1000000",
          "Content-Length: 5, 6",
          "Content-Length: 0x10",
          "Content-Length: ",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, chunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: \u00ff",
          "No colon at all",
          ": no name",
          "Name with blanks: a",
          "Nul\u0000: a",
          "A: b\u0000c",
          "Content-Length : 3",
          "{headers}",
          "{head}",
          "Connection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\n"
              + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");

  private final Random random;
  private final HostileValues values;

  WireFaults(Random random, HostileValues values) {
    this.random = random;
    this.values = values;
  }

  /** Mostly the request as it is. */
  WireRequest maybe(WireRequest request) {
    return switch (random.nextInt(40)) {
      case 0 -> otherMethod(request);
      case 1 -> request.withTarget(target(request.target()));
      case 2, 3, 4 -> request.withHeader(filled(values.one(HEADERS), 2000));
      case 5 -> unframed(request);
      case 6 -> chunked(request);
      case 7 -> request.withBody(large());
      default -> request;
    };
  }

  private static String filled(String header, int length) {
    return header.replace("{n}", "n".repeat(length));
  }

  private WireRequest otherMethod(WireRequest request) {
    return request.withMethod(values.one(METHODS));
  }

  private String target(String target) {
    int at = 1 + random.nextInt(target.length());
    String insert =
        values.one(
            List.of(
                "%00",
                "%",
                "%2",
                "%zz",
                "%2f",
                "%2e%2e%2f",
                "/../",
                "//",
                "/./",
                ";a=b",
                "%c0%af",
                "%ff",
                "\u00e9",
                "#",
                "\\",
                "?",
                "%0d%0aX: y",
                "|",
                "\"",
                "{}",
                "%25",
                "*",
                "a".repeat(9000),
                "a".repeat(40_000)));
    return target.substring(0, at) + insert + target.substring(at);
  }

  private WireRequest unframed(WireRequest request) {
    String line = values.one(FRAMING);
    if (line.equals("{headers}")) {
      List<String> many = new ArrayList<>(request.headers());
      for (int i = 0; i < 500; i++) {
        many.add("H%d: v".formatted(i));
      }
      return new WireRequest(
          request.caller(), request.method(), request.target(), many, request.body(), false);
    }
    return request.unframed(
        line.equals("{head}") ? "Big: " + "b".repeat(33_000 + random.nextInt(100_000)) : line);
  }

  private WireRequest chunked(WireRequest request) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    byte[] body = request.body();
    for (int from = 0; from < body.length; ) {
      int length = Math.min(body.length - from, 1 + random.nextInt(200));
      chunks.writeBytes(
          (Integer.toHexString(length) + values.one(List.of("", "", ";a=b", ";a=\"\"")) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      chunks.write(body, from, length);
      chunks.writeBytes(new byte[] {'\r', '\n'});
      from += length;
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    List<String> headers = new ArrayList<>(request.headers());
    headers.removeIf(header -> header.startsWith("Content-Length:"));
    headers.add("Transfer-Encoding: chunked");
    return new WireRequest(
        request.caller(), request.method(), request.target(), headers, chunks.toByteArray(), true);
  }

  private byte[] large() {
    String item = values.one(List.of("1,", "\"a\",", "{},", "[],", "null,"));
    String text = "{\"params\":{\"name\":[" + item.repeat(random.nextInt(20_000)) + "1]}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
