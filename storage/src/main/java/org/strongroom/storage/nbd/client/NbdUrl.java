package org.strongroom.storage.nbd.client;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.source.UrlMask;

/**
 * Where an export is: {@code nbd://host[:port]/export}, {@code nbds://…} over TLS, {@code
 * nbd+unix:///export?socket=/path} and {@code nbds+unix://…}.
 *
 * @param text as it was given; it holds no secret but the export's name, if that is one
 * @param tls whether the connection must be protected
 * @param host without brackets; empty for a socket of this machine
 * @param port 0 for a socket of this machine
 * @param socket absolute path of a socket of this machine
 * @param export may be empty
 * @param tlsHost whose certificate the server has to show
 */
public record NbdUrl(
    String text,
    boolean tls,
    String host,
    int port,
    Optional<Path> socket,
    String export,
    String tlsHost) {
  private static final Pattern PARTS =
      Pattern.compile("(?i)(nbds?)(\\+unix)?://([^/?#]*)(/[^?#]*)?(?:\\?([^#]*))?");
  private static final Pattern SCHEME = Pattern.compile("(?i)nbds?(\\+[a-z]+)?:.*", Pattern.DOTALL);
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[0-9A-Za-z._-]{1,253})(?::(\\d{0,5}))?");

  /** Whether a text is meant to be one of these urls. */
  public static boolean is(String text) {
    return SCHEME.matcher(text).matches();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none; the message says why, and shows no user name
   */
  public static NbdUrl parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw invalid(
          "it reads neither nbd://host:port/export nor nbd+unix:///export?socket=/path, nor so with"
              + " nbds");
    }
    boolean tls = parts.group(1).length() == "nbds".length();
    boolean local = parts.group(2) != null;
    String path = parts.group(4) == null ? "" : decode(parts.group(4).substring(1));
    if (path.getBytes(StandardCharsets.UTF_8).length > NbdProtocol.MAX_STRING) {
      throw invalid("the export's name is longer than %d bytes".formatted(NbdProtocol.MAX_STRING));
    }
    Query query = Query.parse(parts.group(5), tls);
    if (parts.group(3).contains("@")) {
      throw invalid("users belong to TLS with pre-shared keys, which is not supported");
    }
    return local
        ? local(text, tls, parts.group(3), path, query)
        : remote(text, tls, parts.group(3), path, query);
  }

  private static NbdUrl local(
      String text, boolean tls, String authority, String export, Query query) {
    if (!authority.isEmpty()) {
      throw invalid("there is a host in it, and a socket has none: nbd+unix:///export?socket=…");
    }
    String socket = query.socket;
    if (socket == null || !socket.startsWith("/")) {
      throw invalid("it needs ?socket= with the absolute path of a socket");
    }
    String name = query.tlsHostname == null ? "localhost" : query.tlsHostname;
    return new NbdUrl(text, tls, "", 0, Optional.of(Path.of(socket)), export, name);
  }

  private static NbdUrl remote(
      String text, boolean tls, String authority, String export, Query query) {
    if (query.socket != null) {
      throw invalid("a socket goes with nbd+unix://");
    }
    Matcher address = HOST_AND_PORT.matcher(authority);
    if (!address.matches()) {
      throw invalid("it names no host");
    }
    String host = host(address.group(1));
    String name = query.tlsHostname == null ? host : query.tlsHostname;
    return new NbdUrl(text, tls, host, port(address.group(2)), Optional.empty(), export, name);
  }

  private static String host(String host) {
    if (!host.startsWith("[")) {
      return host.toLowerCase(Locale.ROOT);
    }
    String literal = host.substring(1, host.length() - 1);
    try {
      return InetAddress.ofLiteral(literal).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw invalid("its host is no IPv6 address");
    }
  }

  private static int port(@Nullable String digits) {
    if (digits == null || digits.isEmpty()) {
      return NbdProtocol.PORT;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw invalid("its port is not between 1 and 65535");
    }
    return port;
  }

  @Override
  public String toString() {
    return UrlMask.mask(text);
  }

  /** Decodes strictly: what is no escape, no UTF-8 or a control character is refused. */
  private static String decode(String text) {
    var bytes = new ByteArrayOutputStream();
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (source[i] != '%') {
        bytes.write(source[i]);
        continue;
      }
      if (i + 2 >= source.length
          || !HexFormat.isHexDigit(source[i + 1])
          || !HexFormat.isHexDigit(source[i + 2])) {
        throw invalid("a percent sign without two hexadecimal digits is in it");
      }
      bytes.write(
          HexFormat.fromHexDigit(source[i + 1]) << 4 | HexFormat.fromHexDigit(source[i + 2]));
      i += 2;
    }
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (decoded.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
        throw invalid("it holds control characters");
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw invalid("it is not UTF-8");
    }
  }

  private static IllegalArgumentException invalid(String why) {
    return new IllegalArgumentException("not an NBD url: " + why);
  }

  /** What stands behind the question mark. */
  private record Query(@Nullable String socket, @Nullable String tlsHostname) {
    static Query parse(@Nullable String text, boolean tls) {
      String socket = null;
      String tlsHostname = null;
      if (text == null || text.isEmpty()) {
        return new Query(null, null);
      }
      for (String parameter : text.split("&", -1)) {
        int equals = parameter.indexOf('=');
        String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
        String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
        switch (name) {
          case "socket" -> socket = value;
          case "tls-hostname" -> tlsHostname = value;
          case "tls-type" -> x509(value, tls);
          case "tls-verify-peer" -> verified(value);
          case "tls-psk-file", "tls-username" ->
              throw invalid("TLS with pre-shared keys is not supported; use certificates");
          case "tls-certificates" ->
              throw invalid(
                  "certificates are not named in it: those of the server's authority belong to the"
                      + " setting tls.trustedCertificates, and client certificates are not"
                      + " supported");
          default -> throw invalid("'%s' is no parameter of it".formatted(name));
        }
      }
      return new Query(socket, tlsHostname);
    }

    private static void x509(String value, boolean tls) {
      if (!value.equals("x509") || !tls) {
        throw invalid("of TLS only x509 is supported, by nbds:// or nbds+unix://");
      }
    }

    private static void verified(String value) {
      if (!value.equals("1")) {
        throw invalid(
            "the server's certificate is always checked; name a private authority's in the setting"
                + " tls.trustedCertificates");
      }
    }
  }
}
