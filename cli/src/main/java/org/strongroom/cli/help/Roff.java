package org.strongroom.cli.help;

/** A page of the manual in the language of man(7), written line by line. */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /** A page of section 1. */
  Roff(String title, String version) {
    text.append(
        ".TH \"%s\" 1 \"\" \"Strongroom %s\" \"Strongroom\"\n"
            .formatted(escape(title), escape(version)));
    text.append(".nh\n.ad l\n");
  }

  Roff section(String title) {
    text.append(".SH \"").append(escape(title)).append("\"\n");
    return this;
  }

  Roff subsection(String title) {
    text.append(".SS \"").append(escape(title)).append("\"\n");
    return this;
  }

  Roff paragraph(String words) {
    text.append(".PP\n").append(line(words));
    return this;
  }

  /** A paragraph that continues a heading. */
  Roff words(String words) {
    text.append(line(words));
    return this;
  }

  /** Something on the left, what it means on the right. */
  Roff term(String term, String meaning) {
    text.append(".TP\n.B ").append(escape(term)).append('\n').append(line(meaning));
    return this;
  }

  /** A line as it is typed. */
  Roff typed(String command) {
    text.append(".PP\n.nf\n").append(line(command)).append(".fi\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A line of text; a dot or quote at its beginning would be a request. */
  private static String line(String words) {
    String escaped = escape(words.strip());
    boolean isRequest = escaped.startsWith(".") || escaped.startsWith("'");
    return (isRequest ? "\\&" : "") + escaped + "\n";
  }

  private static String escape(String words) {
    return words
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("\"", "\\(dq")
        .replace("'", "\\(aq")
        .replaceAll("\\s+", " ");
  }
}
