package org.strongroom.storage.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Percent-encoding, forgiving: what is not encoded is taken as it stands. */
final class UrlText {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?";

  private UrlText() {}

  /** What stands before the host: {@code user:password}, or the user alone. */
  static ImageUrl.Credentials credentials(String userInfo) {
    int colon = userInfo.indexOf(':');
    return new ImageUrl.Credentials(
        decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        colon < 0 ? "" : decode(userInfo.substring(colon + 1)));
  }

  /** Bytes of valid escapes, and all else as UTF-8. */
  static String decode(String text) {
    var bytes = new ByteArrayOutputStream();
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (escapeAt(source, i)) {
        bytes.write(
            HexFormat.fromHexDigit(source[i + 1]) << 4 | HexFormat.fromHexDigit(source[i + 2]));
        i += 2;
      } else {
        bytes.write(source[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean escapeAt(byte[] source, int i) {
    return source[i] == '%'
        && i + 2 < source.length
        && HexFormat.isHexDigit(source[i + 1])
        && HexFormat.isHexDigit(source[i + 2]);
  }

  /** Escapes what may not stand in a path or query; escapes that are there stay. */
  static String encode(String text) {
    var encoded = new StringBuilder();
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (PLAIN.indexOf(source[i]) >= 0 || escapeAt(source, i)) {
        encoded.append((char) source[i]);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(source[i]));
      }
    }
    return encoded.toString();
  }

  /**
   * A path without its steps {@code .} and {@code ..}, as browsers and curl ask for it (RFC 3986,
   * section 5.2.4); encoded ones stay.
   *
   * @param path begins with a slash
   */
  static String withoutDots(String path) {
    List<String> steps = new ArrayList<>();
    String[] names = path.substring(1).split("/", -1);
    for (int i = 0; i < names.length; i++) {
      boolean isLast = i == names.length - 1;
      switch (names[i]) {
        case "." -> {}
        case ".." -> {
          if (!steps.isEmpty()) {
            steps.removeLast();
          }
        }
        default -> {
          steps.add(names[i]);
          isLast = false;
        }
      }
      if (isLast) {
        steps.add(""); // what ends in a step is a directory
      }
    }
    return "/" + String.join("/", steps);
  }

  /**
   * A query as browsers and curl send it: signed ones hold for the very signs that they were signed
   * with, so only what would end a request line is escaped.
   */
  static String encodeQuery(String text) {
    var encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f && octet != '"' && octet != '<' && octet != '>') {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  /** A redirect's target, in which servers leave blanks and other letters as they are. */
  static String encodeLocation(String location) {
    String encoded = encode(location);
    // The brackets of an IPv6 host are to stay.
    return encoded.replaceFirst("^((?:[a-zA-Z]+:)?//)%5B([0-9a-fA-F:.]+)%5D", "$1[$2]");
  }

  static String knownSchemes() {
    return Arrays.stream(ImageUrl.Scheme.values())
        .map(ImageUrl.Scheme::wireName)
        .collect(Collectors.joining(", ", "known are ", ""));
  }
}
