package org.strongroom.storage.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the disk of a volume is: {@code file:///path} on this machine, {@code
 * ssh://user@host[:port]/path}, {@code https://…}, or an export by NBD.
 *
 * @param text as it was given, with its secrets
 * @param host empty where there is none
 * @param port 0 where there is none
 * @param path decoded, with its leading slash
 * @param snapshot name or id of an internal snapshot of the image there, {@code #snapshot=name}
 */
public record VolumeUrl(
    String text,
    Scheme scheme,
    Optional<ImageUrl.Credentials> credentials,
    String host,
    int port,
    String path,
    Optional<String> snapshot) {

  /** How the bytes are reached. */
  public enum Scheme {
    FILE,
    SSH,
    HTTP,
    HTTPS,
    NBD,
    NBDS,
    NBD_UNIX,
    NBDS_UNIX;

    /** As it stands in a url. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '+');
    }

    /** Whether it is an export of a server of network block devices. */
    public boolean isNbd() {
      return switch (this) {
        case NBD, NBDS, NBD_UNIX, NBDS_UNIX -> true;
        case FILE, SSH, HTTP, HTTPS -> false;
      };
    }
  }

  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)");
  private static final String KNOWN =
      "known are file:///path, ssh://user@host/path, https://host/path, nbd://host/export,"
          + " nbds://host/export and nbd+unix:///export?socket=/path";
  private static final String SNAPSHOT = "snapshot=";
  private static final int NBD_PORT = 10_809;

  /**
   * Reads the url of a volume.
   *
   * @throws ImageUrlException if it is none; the known ones are named
   */
  public static VolumeUrl parse(String text) {
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new ImageUrlException("the url holds control characters");
    }
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "it does not begin with a scheme; " + KNOWN);
    }
    String rest = matcher.group(2);
    Scheme scheme = scheme(text, matcher.group(1));
    return switch (scheme) {
      case FILE -> onThisMachine(text);
      case SSH -> onServer(text, scheme, read(text, "sftp:" + rest));
      case HTTP, HTTPS -> onServer(text, scheme, read(text, text));
      case NBD, NBDS -> export(text, scheme, rest);
      case NBD_UNIX, NBDS_UNIX -> bySocket(text, scheme, rest);
    };
  }

  private static Scheme scheme(String text, String name) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.wireName().equalsIgnoreCase(name)) {
        return scheme;
      }
    }
    throw invalid(text, "the scheme '%s' is unknown; %s".formatted(name, KNOWN));
  }

  private static VolumeUrl onThisMachine(String text) {
    int at = text.lastIndexOf("#" + SNAPSHOT); // else '#' may be in the name of a file
    ImageUrl url = read(text, at < 0 ? text : text.substring(0, at));
    Optional<String> snapshot =
        at < 0 ? Optional.empty() : snapshot(text, UrlText.decode(text.substring(at + 1)));
    return checked(new VolumeUrl(text, Scheme.FILE, Optional.empty(), "", 0, url.path(), snapshot));
  }

  private static VolumeUrl onServer(String text, Scheme scheme, ImageUrl url) {
    VolumeUrl volume =
        new VolumeUrl(
            text,
            scheme,
            url.credentials(),
            url.host(),
            url.port(),
            url.path(),
            snapshot(text, url.fragment()));
    return scheme == Scheme.SSH ? checked(volume) : volume;
  }

  private static Optional<String> snapshot(String text, String fragment) {
    if (fragment.isEmpty()) {
      return Optional.empty();
    }
    if (!fragment.startsWith(SNAPSHOT) || fragment.length() == SNAPSHOT.length()) {
      throw invalid(text, "nothing but '#snapshot=name' may follow '#'");
    }
    return Optional.of(fragment.substring(SNAPSHOT.length()));
  }

  private static VolumeUrl checked(VolumeUrl url) {
    if (url.path().equals("/") || url.path().endsWith("/")) {
      throw invalid(url.text(), "it names a directory, not a file or device");
    }
    if (url.path().contains("/../") || url.path().endsWith("/..") || url.path().contains("/./")) {
      throw invalid(url.text(), "its path has '.' or '..' in it");
    }
    return url;
  }

  /** The export's name may be empty. */
  private static VolumeUrl export(String text, Scheme scheme, String rest) {
    ImageUrl url = read(text, "sftp:" + rest);
    boolean portGiven = rest.matches("//[^/?]*:\\d+([/?].*)?");
    if (url.credentials().isPresent()) {
      throw invalid(text, "an export has no user and password");
    }
    int port = portGiven ? url.port() : NBD_PORT;
    return new VolumeUrl(
        text, scheme, Optional.empty(), url.host(), port, url.path(), Optional.empty());
  }

  private static VolumeUrl bySocket(String text, Scheme scheme, String rest) {
    if (!rest.matches("///[^?]*\\?(.*&)?socket=/[^&]+(&.*)?")) {
      throw invalid(text, "it does not read nbd+unix:///export?socket=/path");
    }
    String path = rest.substring(2, rest.indexOf('?'));
    return new VolumeUrl(
        text, scheme, Optional.empty(), "", 0, UrlText.decode(path), Optional.empty());
  }

  private static ImageUrl read(String text, String asImage) {
    try {
      return ImageUrl.parse(asImage);
    } catch (ImageUrlException e) {
      String why = String.valueOf(e.getMessage()).replaceFirst("(?s)^.* is not an image url: ", "");
      throw invalid(text, why);
    }
  }

  /** The same without user and password. */
  public String bare() {
    return text.replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#]*@", "$1");
  }

  /** What may be shown and logged: the user of an SSH server, but no secret. */
  public String masked() {
    if (scheme == Scheme.SSH && credentials.isPresent()) {
      boolean secret = !credentials.get().password().isEmpty();
      String user = UrlText.encode(credentials.get().user()).replace("@", "%40");
      return bare()
          .replaceFirst(
              "://", "://" + Matcher.quoteReplacement(user + (secret ? ":***" : "") + "@"));
    }
    return scheme == Scheme.FILE ? text : UrlMask.mask(text);
  }

  @Override
  public String toString() {
    return masked();
  }

  private static ImageUrlException invalid(String text, String why) {
    return new ImageUrlException(
        "'%s' is not the url of a volume: %s".formatted(UrlMask.maskMalformed(text), why));
  }
}
