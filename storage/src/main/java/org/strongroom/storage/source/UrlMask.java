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

  /** Of {@code nbd:host:port:exportname=…}, as QEMU has it too, and of urls that are broken. */
  private static final Pattern EXPORT =
      Pattern.compile(
          "(?i)^(nbds?(?:\\+[a-z]+)?:(?:.*:exportname=|///|/{0,2}[^/?#]*/))([^?]*)",
          Pattern.DOTALL);

  /** What people call a disk is shorter; what is longer may be random, and lets in who knows it. */
  private static final int LONGEST_EXPORT_SHOWN = 15;

  /** Enough to tell one from another. */
  private static final Pattern BEGINNING = Pattern.compile("^(?:%[0-9a-fA-F]{2}|[^%]){0,4}");

  private UrlMask() {}

  /**
   * The url with user, password, signature-like query parameters and the end of a long NBD export's
   * name replaced by {@code ***}. Takes any text, well-formed or not.
   */
  public static String mask(String url) {
    String withoutUser = USER_INFO.matcher(url).replaceFirst("$1***:***@");
    Matcher export = EXPORT.matcher(withoutUser);
    return maskParameters(
        export.lookingAt()
            ? export.group(1) + exportName(export.group(2)) + withoutUser.substring(export.end())
            : withoutUser);
  }

  /**
   * The name of an NBD export as it may be shown: NBD has no other secret than this name, and those
   * of our own exports are random.
   */
  public static String exportName(String name) {
    if (name.length() <= LONGEST_EXPORT_SHOWN) {
      return name;
    }
    Matcher beginning = BEGINNING.matcher(name);
    return (beginning.find() ? beginning.group() : "") + "***";
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
