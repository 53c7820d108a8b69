package org.strongroom.cli.output;

/** Text from elsewhere, made safe to show: a name must not move the cursor or clear the screen. */
public final class PlainText {
  private static final char REPLACEMENT = '\ufffd';

  private PlainText() {}

  /** The text on one line, with control characters replaced. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t' || c == '\r') {
            plain.append(' ');
          } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            plain.append(REPLACEMENT);
          } else {
            plain.appendCodePoint(c);
          }
        });
    return plain.toString();
  }
}
