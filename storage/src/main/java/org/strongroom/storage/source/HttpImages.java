package org.strongroom.storage.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.strongroom.storage.source.guard.RefusedAddressException;

/** Opens images over HTTP, through redirects that are guarded like the first url. */
final class HttpImages {
  /** As browsers and wget have it. */
  private static final int MAX_REDIRECTS = 20;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final GuardedHttp http;

  HttpImages(GuardedHttp http) {
    this.http = http;
  }

  ImageSource open(ImageUrl url) throws IOException {
    Answer answer = get(url, Map.of(), 200);
    boolean kept = false;
    try {
      ImageSource source = HttpImageSource.open(http, answer.call(), answer.reply());
      kept = true;
      return source;
    } finally {
      if (!kept) {
        answer.reply().close();
      }
    }
  }

  /** Where redirects have led to, and what was answered there. */
  record Answer(HttpCall call, HttpReply reply) {}

  /**
   * Sends a GET, through redirects.
   *
   * @param more headers, which go everywhere
   * @param status that the answer has to have
   */
  Answer get(ImageUrl url, Map<String, String> more, int status) throws IOException {
    HttpPlace place = HttpPlace.of(url);
    var busy = new BusyServer();
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Accept-Encoding", "identity");
    url.credentials().ifPresent(credentials -> headers.put("Authorization", basic(credentials)));
    for (int hops = 0; hops <= MAX_REDIRECTS; ) {
      HttpCall call = place.get(headers);
      HttpReply reply = send(call);
      boolean kept = false;
      try {
        if (busy.isOverAfterWait(reply)) {
          continue;
        }
        if (!REDIRECTS.contains(reply.status())) {
          check(reply, place.uri(), status);
          kept = true;
          return new Answer(call, reply);
        }
        HttpPlace next = next(place, reply);
        if (!place.isOnServerOf(next)) {
          // The password was meant for the first server alone.
          headers.remove("Authorization");
        }
        next.credentials().ifPresent(told -> headers.put("Authorization", basic(told)));
        place = next;
        hops++;
      } finally {
        if (!kept) {
          reply.close();
        }
      }
    }
    throw new IOException(
        "more than %d redirects lead away from %s".formatted(MAX_REDIRECTS, url.masked()));
  }

  private HttpReply send(HttpCall call) throws IOException {
    try {
      return http.send(call);
    } catch (RefusedAddressException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "no answer from %s: %s".formatted(shown(call.uri()), e.getMessage()), e);
    }
  }

  private static void check(HttpReply reply, URI uri, int status) throws IOException {
    if (reply.status() == 200 && status == 206) {
      throw new IOException(
          "the server of %s sends no ranges, which a disk is read by".formatted(shown(uri)));
    }
    if (reply.status() != status) {
      throw new IOException(
          "the server answered %d for %s%s"
              .formatted(reply.status(), shown(uri), BusyServer.asked(reply)));
    }
    if (!HttpImageSource.isPlain(reply)) {
      throw new IOException(
          "the server sends %s packed although it was asked not to (Content-Encoding)"
              .formatted(shown(uri)));
    }
  }

  private static HttpPlace next(HttpPlace from, HttpReply reply) throws IOException {
    String shown = shown(from.uri());
    String location =
        reply
            .header("Location")
            .orElseThrow(() -> new IOException("the server redirects %s nowhere".formatted(shown)));
    HttpPlace place;
    try {
      place = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("the server redirects %s to no url".formatted(shown), e);
    }
    URI to = place.uri();
    String host = HttpAddress.host(to);
    if (to.getScheme() == null || host.contains("%")) {
      throw new IOException("the server redirects %s to no url".formatted(shown));
    }
    boolean https = "https".equalsIgnoreCase(to.getScheme());
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    if (!https && !http) {
      throw new IOException(
          "the server redirects %s to another scheme than http and https".formatted(shown));
    }
    if (http && "https".equalsIgnoreCase(from.uri().getScheme())) {
      throw new IOException(
          "the server redirects %s from https to http, which anyone on the way can change"
              .formatted(shown));
    }
    return place;
  }

  private static String basic(ImageUrl.Credentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(URI uri) {
    return UrlMask.mask(uri.toString());
  }
}
