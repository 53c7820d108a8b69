package org.strongroom.server.backupstorage.access;

import java.net.Inet6Address;
import java.util.regex.Pattern;
import org.strongroom.api.ApiException;
import org.strongroom.api.ShortText;

/** Checks the addresses of servers: IPv4, IPv6 or a DNS name. */
public final class HostAddress {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private HostAddress() {}

  /**
   * The address as it was given, without the brackets of an IPv6 address.
   *
   * @throws ApiException SYS.1007 if it is no address
   */
  public static String checked(String hostname) {
    String text = hostname.strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    boolean address =
        text.indexOf(':') >= 0 ? isIpv6(text) : IPV4.matcher(text).matches() || isDnsName(text);
    if (!address) {
      throw invalid(hostname);
    }
    return text;
  }

  private static boolean isIpv6(String text) {
    try {
      Inet6Address.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isDnsName(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || name.length() > 253) {
      return false;
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !DIGITS.matcher(labels[labels.length - 1]).matches();
  }

  private static ApiException invalid(String hostname) {
    if (hostname.contains("@")) { // what stands before it may be a password
      return ApiException.invalid(
          "hostname is the address or name of a server alone, without a user and '@'");
    }
    return ApiException.invalid(
        "hostname '%s' is neither an IPv4 or IPv6 address nor a DNS name"
            .formatted(ShortText.of(hostname, 80)));
  }
}
