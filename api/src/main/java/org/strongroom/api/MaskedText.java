package org.strongroom.api;

import java.util.regex.Pattern;

/**
 * Takes users and passwords out of addresses in any text that is told or kept, whatever parameter
 * they were given for. Passwords may hold what no url may: spaces, slashes, question marks. Where
 * that is ambiguous rather too much goes; but {@code host:8080/a@b} is taken for a port.
 */
public final class MaskedText {
  private static final String MASK = "***:***@";
  private static final String AUTHORITY = "://";

  /** As urls are explained; it names nobody. */
  private static final String EXAMPLE = "user@host";

  private static final int LONGEST_PORT = 5;

  /** As what is wrong is quoted: to the last {@code @} within the quotes. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<=')[^\\s:'\"/@]+:(?!\\s|//)[^']*@(?=\\S)|(?<=\")[^\\s:'\"/@]+:(?!\\s|//)[^\"]*@(?=\\S)");

  /**
   * Where nobody says where it ends. Behind a colon no port may stand; bounded, or it would cost.
   */
  private static final Pattern BARE =
      Pattern.compile(
          "(?<![^\\s(,=])(?!mailto:)[^\\s:'\"/@]+:(?!//|\\s|\\d{1,5}(?:[\\s/?#,;)]|$))"
              + "[^@'\"]{1,256}@(?=\\S)");

  private MaskedText() {}

  /** The text with {@code ***:***@} in the place of each {@code user:password@}. */
  public static String of(String text) {
    if (text.indexOf('@') < 0 && text.indexOf('…') < 0) {
      return text;
    }
    String urls = inUrls(text);
    return BARE.matcher(QUOTED.matcher(urls).replaceAll(MASK)).replaceAll(MASK);
  }

  private static String inUrls(String text) {
    int slashes = text.indexOf(AUTHORITY);
    if (slashes < 0) {
      return text;
    }
    var shown = new StringBuilder();
    int done = 0;
    while (slashes >= 0) {
      int begin = slashes + AUTHORITY.length();
      int next = text.indexOf(AUTHORITY, begin);
      int end = next < 0 ? text.length() : schemeBefore(next, text, begin);
      shown.append(text, done, begin);
      done = userInfoEnd(text, begin, end);
      if (done > begin) {
        shown.append(MASK);
      }
      slashes = next;
    }
    return shown.append(text, done, text.length()).toString();
  }

  /** Where the scheme of the next url begins. */
  private static int schemeBefore(int slashes, String text, int from) {
    int begin = slashes;
    while (begin > from && isOfScheme(text.charAt(begin - 1))) {
      begin--;
    }
    return begin;
  }

  private static boolean isOfScheme(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
  }

  /**
   * Behind the {@code @} of a url's user and password; where they would begin if there are none.
   */
  private static int userInfoEnd(String text, int begin, int end) {
    if (text.startsWith(MASK, begin) || text.startsWith(EXAMPLE, begin)) {
      return begin;
    }
    int user = begin;
    while (user < end && ":@/?#'\"".indexOf(text.charAt(user)) < 0 && !isBlank(text, user)) {
      user++;
    }
    boolean hasPassword = user < end && text.charAt(user) == ':' && text.charAt(begin) != '[';
    if (!hasPassword) {
      return last('@', text, begin, wordEnd(text, begin, end));
    }
    if (isPort(text, user + 1, end)) {
      return begin;
    }
    int known = last('@', text, begin, end);
    return known > begin ? known : Math.max(begin, last('…', text, begin, end) - 1);
  }

  private static int wordEnd(String text, int begin, int end) {
    int at = begin;
    while (at < end && "/?#".indexOf(text.charAt(at)) < 0 && !isBlank(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean isPort(String text, int begin, int end) {
    int at = begin;
    while (at < end && at - begin < LONGEST_PORT && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at == end || "/?#'\"),;…".indexOf(text.charAt(at)) >= 0 || isBlank(text, at);
  }

  /** Behind the last one of a part; where that begins if it has none. */
  private static int last(char wanted, String text, int begin, int end) {
    int behind = end;
    while (behind > begin && text.charAt(behind - 1) != wanted) {
      behind--;
    }
    return behind;
  }

  private static boolean isBlank(String text, int at) {
    return Character.isWhitespace(text.charAt(at));
  }
}
