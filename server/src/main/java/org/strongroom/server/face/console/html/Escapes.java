package org.strongroom.server.face.console.html;

/** The characters that mean something to a parser of HTML. */
final class Escapes {
  private Escapes() {}

  static void write(int c, StringBuilder page) {
    switch (c) {
      case '&' -> page.append("&amp;");
      case '<' -> page.append("&lt;");
      case '>' -> page.append("&gt;");
      case '"' -> page.append("&quot;");
      case '\'' -> page.append("&#39;");
      case 0 -> page.append('\ufffd');
      default -> page.appendCodePoint(c);
    }
  }

  static void write(String text, StringBuilder page) {
    text.codePoints().forEach(c -> write(c, page));
  }
}
