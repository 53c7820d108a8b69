package org.strongroom.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request byte for byte, also where it is none.
 *
 * @param caller who it says it comes from, for reports
 * @param target what stands between the method and the version, in ISO 8859-1
 * @param headers whole lines without their ends
 * @param framed whether the server can tell where it ends; otherwise the connection is closed after
 *     it, and no answer need come
 */
record WireRequest(
    String caller,
    String method,
    String target,
    List<String> headers,
    byte[] body,
    boolean framed) {

  private static final int SHOWN = 600;

  WireRequest {
    headers = List.copyOf(headers);
  }

  /** The path without the query string, as the server will most likely see it. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 512);
    bytes.writeBytes(latin("%s %s HTTP/1.1\r\n".formatted(method, target)));
    for (String header : headers) {
      bytes.writeBytes(latin(header + "\r\n"));
    }
    bytes.writeBytes(latin("\r\n"));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /** The same with another body, whose length is told. */
  WireRequest withBody(byte[] other) {
    List<String> changed = new ArrayList<>(headers);
    changed.removeIf(header -> header.startsWith("Content-Length:"));
    changed.add("Content-Length: " + other.length);
    return new WireRequest(caller, method, target, changed, other, framed);
  }

  WireRequest withTarget(String other) {
    return new WireRequest(caller, method, other, headers, body, framed);
  }

  WireRequest withMethod(String other) {
    return new WireRequest(caller, other, target, headers, body, framed);
  }

  WireRequest withHeader(String line) {
    List<String> changed = new ArrayList<>(headers);
    String name = line.substring(0, Math.max(0, line.indexOf(':') + 1));
    changed.removeIf(header -> !name.isEmpty() && header.startsWith(name));
    changed.add(line);
    return new WireRequest(caller, method, target, changed, body, framed);
  }

  /** The same with a header that leaves open where the request ends. */
  WireRequest unframed(String line) {
    List<String> changed = new ArrayList<>(headers);
    changed.add(line);
    return new WireRequest(caller, method, target, changed, body, false);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.UTF_8);
    return "as %s: %s"
        .formatted(caller, text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}
