package org.strongroom.server.face.console.html;

/**
 * A text. Characters that turn the direction of writing, and controls, could make a name look like
 * another one: they are shown by their numbers.
 */
record Text(String text) implements Node {
  @Override
  public void write(StringBuilder page) {
    text.codePoints()
        .forEach(c -> {
          if (isTreacherous(c)) {
            page.append('\u27e8').append("U+%04X".formatted(c)).append('\u27e9');
          } else {
            Escapes.write(c, page);
          }
        });
  }

  private static boolean isTreacherous(int c) {
    return (c < 0x20 && c != '\n' && c != '\t')
        || (c >= 0x7f && c < 0xa0)
        || c == 0x061c
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff;
  }
}
