package org.strongroom.storage.source;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a uri that a request needs. */
final class HttpAddress {
  private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

  private HttpAddress() {}

  /** The host, IPv6 without brackets; with an underscore too, which URI does not take for one. */
  static String host(URI uri) {
    String host = uri.getHost();
    if (host == null) {
      String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, the scheme's own if none is given. */
  static int port(URI uri) {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    if (uri.getHost() == null && uri.getRawAuthority() != null) {
      Matcher port = PORT.matcher(uri.getRawAuthority());
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
    return usualPort(uri);
  }

  private static int usualPort(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** What a Host header says: IPv6 in brackets, and the port unless it is the scheme's own. */
  static String hostHeader(URI uri) {
    String host = host(uri);
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return port(uri) == usualPort(uri) ? literal : literal + ":" + port(uri);
  }

  /** Path and query alone: user and password do not go into a request. */
  static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
