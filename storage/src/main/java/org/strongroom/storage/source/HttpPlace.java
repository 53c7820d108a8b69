package org.strongroom.storage.source;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where a GET goes.
 *
 * @param uri with all escaped that a URI cannot have: what is shown and compared
 * @param target path and query as they are sent
 */
record HttpPlace(URI uri, String target) {

  static HttpPlace of(ImageUrl url) {
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    String server = url.scheme().wireName() + "://" + host + ":" + url.port();
    return new HttpPlace(URI.create(server + UrlText.encode(url.target())), url.target());
  }

  /**
   * Where a redirect leads to (RFC 3986, section 5.2).
   *
   * @throws IllegalArgumentException if it leads to nothing that can be read
   */
  HttpPlace resolve(String location) {
    String whole = location.split("#", 2)[0];
    int mark = whole.indexOf('?');
    String reference = UrlText.encodeLocation(mark < 0 ? whole : whole.substring(0, mark));
    // The JDK would leave the last name of the path out if there is only a query.
    URI to = reference.isEmpty() ? withoutQuery() : withoutQuery().resolve(reference);
    if (to.isOpaque()) {
      return new HttpPlace(to, "/");
    }
    String query = mark < 0 ? "" : whole.substring(mark);
    if (reference.isEmpty() && query.isEmpty() && target.indexOf('?') >= 0) {
      query = target.substring(target.indexOf('?'));
    }
    return new HttpPlace(
        URI.create(to + UrlText.encode(query)),
        HttpAddress.target(to) + UrlText.encodeQuery(query));
  }

  /** With a path: the JDK would put a relative one right behind the host. */
  private URI withoutQuery() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
  }

  /** User and password that a redirect has brought with it. */
  Optional<ImageUrl.Credentials> credentials() {
    String raw = uri.getRawAuthority();
    int at = raw == null ? -1 : raw.lastIndexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(UrlText.credentials(raw.substring(0, at)));
  }

  HttpCall get(Map<String, String> headers) {
    return new HttpCall("GET", uri, target, Map.copyOf(headers), Optional.empty());
  }

  boolean isOnServerOf(HttpPlace other) {
    return uri.getScheme().equalsIgnoreCase(other.uri.getScheme())
        && HttpAddress.host(uri).equalsIgnoreCase(HttpAddress.host(other.uri))
        && HttpAddress.port(uri) == HttpAddress.port(other.uri);
  }
}
