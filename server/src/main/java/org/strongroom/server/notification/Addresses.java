package org.strongroom.server.notification;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.util.Locale;
import org.strongroom.api.ApiException;

/** Looks at addresses before they are kept. */
final class Addresses {
  private Addresses() {}

  /**
   * One address of mail.
   *
   * @throws ApiException SYS.1007 if it is none
   */
  static String mail(String text) {
    try {
      InternetAddress[] read = InternetAddress.parse(text, true);
      boolean plain = text.chars().noneMatch(c -> c < ' ' || c == ',' || c == 127);
      if (read.length == 1 && plain && text.indexOf('@') > 0) {
        read[0].validate();
        return text;
      }
    } catch (AddressException e) {
      // told below
    }
    throw ApiException.invalid("'%s' is no address of mail".formatted(text));
  }

  /**
   * A url that can be called.
   *
   * @throws ApiException SYS.1007 if it cannot; the url is not told
   */
  static String url(String text) {
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw ApiException.invalid(
        "the url of a web hook begins with http:// or https://, has a host and no user");
  }

  /** The server of a url: what comes after it often is a secret. */
  static String shown(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority() + "/…";
  }
}
