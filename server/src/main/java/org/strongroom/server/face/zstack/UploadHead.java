package org.strongroom.server.face.zstack;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head of a PUT says of its body. A part of a file, an envelope around it, or bytes that
 * are packed for their way would be kept as an image that nobody can use.
 */
final class UploadHead {
  private static final Pattern WHOLE = Pattern.compile("bytes\\s+0-(\\d{1,18})/(\\d{1,18})");

  private UploadHead() {}

  /**
   * Makes sure that the body is the bytes of an image and nothing else.
   *
   * @param codings that they may be packed by for their way
   * @throws UnfitBodyException 400, 411, 415 or 501
   */
  static void check(HttpServletRequest request, Set<String> codings) {
    checkFraming(request);
    for (String range : values(request, "Content-Range")) {
      if (!isWhole(range, request.getContentLengthLong())) {
        throw new UnfitBodyException(
            400,
            "Content-Range '%s' tells that a part of the image comes: send it whole, without this header"
                .formatted(range));
      }
    }
    for (String type : values(request, "Content-Type")) {
      if (type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
        throw new UnfitBodyException(
            415,
            "the body is an envelope (%s): send the bytes of the image alone, as curl -T does"
                .formatted(type.split(";", 2)[0].strip()),
            Map.of("Accept", "application/octet-stream"));
      }
    }
    for (String coding : tokens(request, "Content-Encoding")) {
      if (!coding.equals("identity") && !codings.contains(coding)) {
        throw new UnfitBodyException(
            415,
            "the body is packed for its way (Content-Encoding: %s): send the bytes of the image as they are"
                .formatted(coding),
            Map.of(
                "Accept-Encoding",
                String.join(", ", codings) + (codings.isEmpty() ? "" : ", ") + "identity"));
      }
    }
  }

  /** By what the body is packed for its way, the last first undone. */
  static List<String> codings(HttpServletRequest request) {
    return tokens(request, "Content-Encoding").stream()
        .filter(coding -> !coding.equals("identity"))
        .toList();
  }

  private static void checkFraming(HttpServletRequest request) {
    List<String> codings = tokens(request, "Transfer-Encoding");
    if (codings.isEmpty() && request.getHeader("Content-Length") == null) {
      throw new UnfitBodyException(
          411,
          "nothing tells where the body ends: send Content-Length, or Transfer-Encoding: chunked");
    }
    for (String coding : codings) {
      if (!coding.equals("chunked")) {
        throw new UnfitBodyException(
            501, "Transfer-Encoding '%s' is not known: send chunked alone".formatted(coding));
      }
    }
  }

  private static boolean isWhole(String range, long length) {
    Matcher whole = WHOLE.matcher(range.strip().toLowerCase(Locale.ROOT));
    return whole.matches()
        && Long.parseLong(whole.group(2)) == length
        && Long.parseLong(whole.group(1)) == length - 1;
  }

  private static List<String> tokens(HttpServletRequest request, String header) {
    return values(request, header).stream()
        .flatMap(value -> Pattern.compile(",").splitAsStream(value))
        .map(token -> token.strip().toLowerCase(Locale.ROOT))
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static List<String> values(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header));
  }
}
