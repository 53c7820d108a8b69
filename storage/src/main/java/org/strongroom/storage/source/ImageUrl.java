package org.strongroom.storage.source;

import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image is to come from. People paste urls with blanks and other letters in them; these
 * are taken as they are meant.
 *
 * @param text as it was given, with its secrets
 * @param host empty for {@code file} and {@code upload}
 * @param port the scheme's own unless given; 0 for {@code file} and {@code upload}
 * @param path decoded, with its leading slash
 * @param target the path and query to ask an HTTP server for, encoded; the query as it was written
 * @param fragment behind {@code #}, decoded; else empty
 */
public record ImageUrl(
    String text,
    Scheme scheme,
    Optional<Credentials> credentials,
    String host,
    int port,
    String path,
    String target,
    String fragment) {

  /** How the bytes come. */
  public enum Scheme {
    HTTP(80),
    HTTPS(443),
    FTP(21),
    SFTP(22),
    /** A file on the storage itself. */
    FILE(0),
    /** The caller sends the bytes. */
    UPLOAD(0);

    private final int port;

    Scheme(int port) {
      this.port = port;
    }

    /** As it stands in a url. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** User and password out of a url; the password may be empty. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "***:***";
    }
  }

  private static final Pattern PARTS =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(?:#(.*))?");
  private static final Pattern FILE = Pattern.compile("(?i)file://(/.*)");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(0*\\d{0,5}))?");
  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z._-]{1,253}");

  /**
   * Reads an image url.
   *
   * @throws ImageUrlException if it is not one; the known schemes are named
   */
  public static ImageUrl parse(String text) {
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new ImageUrlException("the url holds control characters");
    }
    // A file's name is taken whole: '?' and '#' are nothing special in it.
    Matcher file = FILE.matcher(text);
    if (file.matches()) {
      return local(text, Scheme.FILE, UrlText.decode(file.group(1)));
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw invalid(text, "it does not read scheme://host/path; " + UrlText.knownSchemes());
    }
    Scheme scheme = scheme(text, parts.group(1));
    return switch (scheme) {
      case FILE -> throw invalid(text, "a file url reads file:///absolute/path");
      case UPLOAD -> local(text, scheme, parts.group(3));
      default -> remote(text, scheme, parts);
    };
  }

  /** The url with user, password and signatures replaced: what may be shown and logged. */
  public String masked() {
    return UrlMask.mask(text);
  }

  @Override
  public String toString() {
    return masked();
  }

  private static Scheme scheme(String text, String name) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.wireName().equalsIgnoreCase(name)) {
        return scheme;
      }
    }
    throw invalid(text, "the scheme '%s' is unknown; %s".formatted(name, UrlText.knownSchemes()));
  }

  private static ImageUrl local(String text, Scheme scheme, String path) {
    return new ImageUrl(text, scheme, Optional.empty(), "", 0, path, "", "");
  }

  private static ImageUrl remote(String text, Scheme scheme, Matcher parts) {
    String authority = parts.group(2);
    if (authority.contains("\\")) {
      // Others take it for a slash and would connect to another host than we do.
      throw invalid(text, "it has a backslash before its path");
    }
    int at = authority.lastIndexOf('@');
    Matcher hostAndPort = HOST_AND_PORT.matcher(authority.substring(at + 1));
    if (!hostAndPort.matches()) {
      boolean nowhere = authority.substring(at + 1).isEmpty();
      throw invalid(
          text, nowhere ? "it names no host" : "what it has for a host and a port is none");
    }
    String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
    String decoded = UrlText.decode(path);
    if (decoded.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw invalid(text, "its path holds control characters");
    }
    return new ImageUrl(
        text,
        scheme,
        at < 0 ? Optional.empty() : Optional.of(credentials(text, authority.substring(0, at))),
        host(text, hostAndPort.group(1)),
        port(text, scheme, hostAndPort.group(2)),
        decoded,
        UrlText.encode(UrlText.withoutDots(path))
            + (parts.group(4) == null ? "" : UrlText.encodeQuery(parts.group(4))),
        parts.group(5) == null ? "" : UrlText.decode(parts.group(5)));
  }

  private static Credentials credentials(String text, String userInfo) {
    Credentials credentials = UrlText.credentials(userInfo);
    if ((credentials.user() + credentials.password())
        .chars()
        .anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw invalid(text, "its user or password holds control characters");
    }
    return credentials;
  }

  private static String host(String text, String host) {
    if (host.startsWith("[")) {
      String literal = host.substring(1, host.length() - 1);
      try {
        InetAddress.ofLiteral(literal);
        return literal;
      } catch (IllegalArgumentException e) {
        throw invalid(text, "its host is no IPv6 address");
      }
    }
    String ascii = host;
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(host)) {
      try {
        ascii = IDN.toASCII(host);
      } catch (IllegalArgumentException e) {
        throw invalid(text, "its host is no host name");
      }
    }
    if (!HOST.matcher(ascii).matches()) {
      throw invalid(text, "its host is no host name");
    }
    return ascii.toLowerCase(Locale.ROOT);
  }

  private static int port(
      String text, Scheme scheme, @org.jspecify.annotations.Nullable String digits) {
    if (digits == null || digits.isEmpty()) {
      return scheme.port;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw invalid(text, "its port is not between 1 and 65535");
    }
    return port;
  }

  private static ImageUrlException invalid(String text, String why) {
    return new ImageUrlException(
        "'%s' is not an image url: %s".formatted(UrlMask.maskMalformed(text), why));
  }
}
