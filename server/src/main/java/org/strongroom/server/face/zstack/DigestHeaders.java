package org.strongroom.server.face.zstack;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.strongroom.server.image.upload.OfferedDigest;

/**
 * Digests that come with a body: Content-MD5 (RFC 1864), Digest (RFC 3230), Content-Digest and
 * Repr-Digest (RFC 9530), which are one here as bodies are whole and not packed. Algorithms that
 * are not known are passed over, as those texts say.
 */
final class DigestHeaders {
  private record Algorithm(String name, int bytes) {}

  private static final Map<String, Algorithm> KNOWN =
      Map.of(
          "md5", new Algorithm("MD5", 16),
          "sha", new Algorithm("SHA-1", 20),
          "sha-256", new Algorithm("SHA-256", 32),
          "sha-512", new Algorithm("SHA-512", 64));

  private DigestHeaders() {}

  /**
   * The digests of a request.
   *
   * @throws UnfitBodyException 400 if one cannot be read
   */
  static List<OfferedDigest> read(HttpServletRequest request) {
    List<OfferedDigest> offered = new ArrayList<>();
    for (String value : Collections.list(request.getHeaders("Content-MD5"))) {
      add(offered, "Content-MD5", "md5", value.strip());
    }
    for (String member : members(request, "Digest")) {
      // The digest of what is not packed has a name of its own.
      String algorithm = algorithm("Digest", member).replaceFirst("^id-", "");
      add(offered, "Digest", algorithm, value(member));
    }
    for (String header : List.of("Content-Digest", "Repr-Digest")) {
      for (String member : members(request, header)) {
        String algorithm = algorithm(header, member);
        if (KNOWN.containsKey(algorithm)) {
          add(offered, header, algorithm, unwrapped(header, value(member)));
        }
      }
    }
    return offered;
  }

  private static List<String> members(HttpServletRequest request, String header) {
    List<String> members = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders(header))) {
      for (String member : line.split(",", -1)) {
        if (!member.isBlank()) {
          members.add(member.strip());
        }
      }
    }
    return members;
  }

  private static String algorithm(String header, String member) {
    int sign = member.indexOf('=');
    if (sign < 1) {
      throw unreadable(header, member);
    }
    return member.substring(0, sign).strip().toLowerCase(Locale.ROOT);
  }

  private static String value(String member) {
    return member.substring(member.indexOf('=') + 1).strip();
  }

  /** A byte sequence of RFC 8941: between colons, parameters behind it. */
  private static String unwrapped(String header, String value) {
    int end = value.indexOf(':', 1);
    if (!value.startsWith(":") || end < 0) {
      throw unreadable(header, value);
    }
    return value.substring(1, end);
  }

  private static void add(
      List<OfferedDigest> offered, String header, String algorithm, String base64) {
    Algorithm known = KNOWN.get(algorithm);
    if (known == null) {
      return;
    }
    byte[] value;
    try {
      value = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw unreadable(header, base64);
    }
    if (value.length != known.bytes) {
      throw unreadable(header, base64);
    }
    offered.add(new OfferedDigest(header, known.name, value));
  }

  private static UnfitBodyException unreadable(String header, String value) {
    return new UnfitBodyException(
        400,
        "%s '%s' is no digest: %s"
            .formatted(
                header,
                value,
                header.equals("Content-MD5") || header.equals("Digest")
                    ? "it has to be in Base64, of as many bytes as its algorithm makes"
                    : "it reads algorithm=:Base64:"));
  }
}
