package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.face.BadRequestException;
import org.strongroom.server.face.RequestIds;
import org.strongroom.server.secret.TextDigest;

/** What the headers of a request say about its call (REST envelope). */
final class CallHeaders {
  private static final Pattern JOB_UUID = Pattern.compile("[0-9a-fA-F]{32}");
  private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

  private CallHeaders() {}

  static Calls.Submission submission(Context ctx) {
    return new Calls.Submission(
        jobUuid(ctx),
        RequestIds.of(ctx),
        Origin.current().source(),
        timeout(ctx),
        webHook(ctx),
        Optional.empty(),
        Optional.empty(),
        SessionHeader.shown(ctx).map(TextDigest::of));
  }

  private static String jobUuid(Context ctx) {
    String chosen = ctx.header("X-Job-UUID");
    if (chosen == null) {
      return Uuid.random();
    }
    if (!JOB_UUID.matcher(chosen).matches()) {
      throw new BadRequestException("header X-Job-UUID has to be 32 hexadecimal digits");
    }
    return chosen.toLowerCase(java.util.Locale.ROOT);
  }

  private static Optional<Duration> timeout(Context ctx) {
    String seconds = ctx.header("X-API-Timeout");
    if (seconds == null) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(seconds.strip());
      if (number > 0 && number <= LONGEST_SECONDS) {
        return Optional.of(Duration.ofSeconds(number));
      }
    } catch (NumberFormatException e) {
      // told below, as any other text
    }
    throw new BadRequestException(
        "header X-API-Timeout has to be seconds from 1 to " + LONGEST_SECONDS);
  }

  private static Optional<String> webHook(Context ctx) {
    String url = ctx.header("X-Web-Hook");
    if (url == null || url.isBlank()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url.strip());
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      // User and password would be kept in the clear, and are not sent.
      if (web
          && url.length() <= 2048
          && uri.getRawAuthority() != null
          && !uri.getRawAuthority().contains("@")) {
        return Optional.of(url.strip());
      }
    } catch (URISyntaxException e) {
      // told below, as any other text
    }
    throw new BadRequestException(
        "header X-Web-Hook has to be an http or https url without user and password, of at most"
            + " 2048 characters");
  }

  static boolean schemaAsked(Context ctx) {
    return ctx.header("X-JSON-Schema") != null;
  }
}
