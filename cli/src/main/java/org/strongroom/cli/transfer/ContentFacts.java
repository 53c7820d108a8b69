package org.strongroom.cli.transfer;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.api.coding.ZerosUnpacked;

/**
 * What the headers of a download say of it.
 *
 * @param sha256 digest of the whole, in hexadecimal
 * @param start offset of the first byte that comes
 * @param length how many bytes come
 * @param total how many bytes the whole has
 */
record ContentFacts(Optional<String> sha256, long start, OptionalLong length, OptionalLong total) {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");
  private static final Pattern NO_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");
  private static final String SHA_256 = "sha-256=";
  private static final Pattern UNENCODED = Pattern.compile("sha-256=:([^:]+):");

  /** Of one whose bytes were packed for their way: the whole, or the rest from an offset on. */
  static ContentFacts of(HttpResponse<?> response, ZerosUnpacked unpacked) {
    OptionalLong length = OptionalLong.of(unpacked.length());
    ContentFacts facts = of(response);
    if (facts.start() > 0) {
      return new ContentFacts(facts.sha256(), facts.start(), length, facts.total());
    }
    Matcher digest =
        UNENCODED.matcher(response.headers().firstValue("Unencoded-Digest").orElse(""));
    return new ContentFacts(
        digest.find() ? sha256(SHA_256 + digest.group(1)) : Optional.empty(), 0, length, length);
  }

  /** Whether the bytes are those from an offset on. */
  static boolean isRest(HttpResponse<?> response, long from) {
    return of(response).start() == from;
  }

  static ContentFacts of(HttpResponse<?> response) {
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    Optional<String> digest = response.headers().firstValue("Digest").flatMap(ContentFacts::sha256);
    Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    Matcher none = NO_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    if (none.matches()) {
      return new ContentFacts(
          digest, 0, OptionalLong.of(0), OptionalLong.of(Long.parseLong(none.group(1))));
    }
    return range.matches()
        ? new ContentFacts(
            digest,
            Long.parseLong(range.group(1)),
            length,
            OptionalLong.of(Long.parseLong(range.group(2))))
        : new ContentFacts(digest, 0, length, length);
  }

  /** The digest among the comma-separated ones of the header. */
  private static Optional<String> sha256(String header) {
    for (String digest : header.split(",")) {
      String trimmed = digest.strip();
      if (trimmed.toLowerCase(Locale.ROOT).startsWith(SHA_256)) {
        try {
          return Optional.of(
              Sha256.hex(Base64.getDecoder().decode(trimmed.substring(SHA_256.length()))));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
