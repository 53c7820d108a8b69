package org.strongroom.storage.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Opens images over HTTP, through redirects that are guarded like the first url. */
final class HttpImages {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final GuardedHttp http;

  HttpImages(GuardedHttp http) {
    this.http = http;
  }

  ImageSource open(ImageUrl url) throws IOException {
    URI uri = uri(url);
    Map<String, String> headers = new HashMap<>(Map.of("Accept-Encoding", "identity"));
    url.credentials().ifPresent(credentials -> headers.put("Authorization", basic(credentials)));
    for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
      HttpReply reply = send(HttpCall.get(uri, headers));
      boolean kept = false;
      try {
        if (!REDIRECTS.contains(reply.status())) {
          check(reply, uri);
          kept = true;
          return new HttpImageSource(http, HttpCall.get(uri, headers), reply);
        }
        URI next = next(uri, reply);
        if (!sameServer(uri, next)) {
          // The password was meant for the first server alone.
          headers.remove("Authorization");
        }
        uri = next;
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

  private static void check(HttpReply reply, URI uri) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("the server answered %d for %s".formatted(reply.status(), shown(uri)));
    }
    String encoding = reply.header("Content-Encoding").orElse("identity");
    if (!encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw new IOException(
          "the server sends %s packed although it was asked not to (Content-Encoding)"
              .formatted(shown(uri)));
    }
  }

  private static URI next(URI from, HttpReply reply) throws IOException {
    String location =
        reply
            .header("Location")
            .orElseThrow(
                () -> new IOException("the server redirects %s nowhere".formatted(shown(from))));
    URI to;
    try {
      to = from.resolve(UrlText.encodeLocation(location));
    } catch (IllegalArgumentException e) {
      throw new IOException("the server redirects %s to no url".formatted(shown(from)), e);
    }
    String host = HttpAddress.host(to);
    if (to.getScheme() == null || host.contains("%")) {
      throw new IOException("the server redirects %s to no url".formatted(shown(from)));
    }
    boolean https = "https".equalsIgnoreCase(to.getScheme());
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    if (!https && !http) {
      throw new IOException(
          "the server redirects %s to another scheme than http and https".formatted(shown(from)));
    }
    if (http && "https".equalsIgnoreCase(from.getScheme())) {
      throw new IOException(
          "the server redirects %s from https to http, which anyone on the way can change"
              .formatted(shown(from)));
    }
    return to;
  }

  private static boolean sameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && HttpAddress.host(one).equalsIgnoreCase(HttpAddress.host(other))
        && HttpAddress.port(one) == HttpAddress.port(other);
  }

  private static URI uri(ImageUrl url) {
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return URI.create(url.scheme().wireName() + "://" + host + ":" + url.port() + url.target());
  }

  private static String basic(ImageUrl.Credentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(URI uri) {
    return UrlMask.mask(uri.toString());
  }
}
