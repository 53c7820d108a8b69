package org.strongroom.server.face.console.html;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * An attribute. None can carry a script or a style, and urls lead to this server alone.
 *
 * @param value empty for one that is just there
 */
record Attribute(String name, String value) implements Part {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
  private static final Set<String> URLS =
      Set.of("href", "src", "action", "formaction", "hx-get", "hx-post", "data-stream");

  /**
   * An attribute.
   *
   * @throws IllegalArgumentException for a name that pages must not have, or a url that leads
   *     elsewhere
   */
  Attribute {
    if (!NAME.matcher(name).matches()
        || name.startsWith("on")
        || name.startsWith("hx-on")
        || name.equals("style")
        || name.equals("srcdoc")) {
      throw new IllegalArgumentException("no page has the attribute " + name);
    }
    if (URLS.contains(name) && !isOwn(value)) {
      throw new IllegalArgumentException("no page leads to " + value);
    }
  }

  /** Browsers take a backslash for a slash, and pass over tabs and line ends. */
  private static boolean isOwn(String url) {
    boolean local =
        url.startsWith("#")
            || url.startsWith("?")
            || (url.startsWith("/") && !url.startsWith("//"));
    return local && url.indexOf('\\') < 0 && url.chars().allMatch(c -> c > ' ');
  }

  void write(StringBuilder page) {
    page.append(' ').append(name);
    if (!value.isEmpty() || !name.equals("hidden")) {
      page.append("=\"");
      Escapes.write(value, page);
      page.append('"');
    }
  }
}
