package org.strongroom.storage.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of urls before they are shown. */
public final class UrlMask {
  private static final Pattern USER_INFO =
      Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*:/{1,3})([^/?#]*)@");
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "(?i)([?&;](?:x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature"
              + "|awsaccesskeyid|signature|sig|token|access_token|auth|password|passwd|secret|key"
              + "|api_?key)=)[^&;#]*");

  private UrlMask() {}

  /**
   * The url with user, password and signature-like query parameters replaced by {@code ***}. Takes
   * any text, well-formed or not.
   */
  public static String mask(String url) {
    String withoutUser = USER_INFO.matcher(url).replaceFirst("$1***:***@");
    return maskParameters(withoutUser);
  }

  /**
   * The same for a url that could not be read, of which nobody knows where its password ends: all
   * before the last {@code @} goes.
   */
  static String maskMalformed(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return mask(text);
    }
    int authority = text.indexOf("://");
    String scheme = authority < 0 || authority > at ? "" : text.substring(0, authority + 3);
    return scheme + "***:***@" + maskParameters(text.substring(at + 1));
  }

  private static String maskParameters(String withoutUser) {
    Matcher parameter = SECRET_PARAMETER.matcher(withoutUser);
    return parameter.replaceAll("$1***");
  }
}
