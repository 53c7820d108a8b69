package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line taken apart into words, with quotes as in a shell: nothing is special between single
 * quotes; between double quotes and outside, a backslash takes the next character as it is.
 *
 * @param isOpen whether a quote or a backslash at the end waits for more
 */
public record ShellWords(List<Word> words, boolean isOpen) {
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:/@%+=~!?<>^-]+");

  /**
   * A word.
   *
   * @param start where it begins in the line, with its quotes
   * @param end where it ends there
   */
  public record Word(String text, int start, int end) {}

  /** The words as texts. */
  public List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  public static ShellWords split(String line) {
    List<Word> words = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int start = -1;
    char quote = 0;
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (start >= 0) {
          words.add(new Word(text.toString(), start, i));
          start = -1;
          text.setLength(0);
        }
        i++;
        continue;
      }
      start = start < 0 ? i : start;
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\' && quote != '\'') {
        if (i + 1 == line.length()) {
          words.add(new Word(text.toString(), start, line.length()));
          return new ShellWords(words, true);
        }
        char next = line.charAt(++i);
        boolean kept = quote == '"' && next != '"' && next != '\\';
        text.append(kept ? "\\" : "").append(next);
      } else {
        text.append(c);
      }
      i++;
    }
    if (start >= 0) {
      words.add(new Word(text.toString(), start, line.length()));
    }
    return new ShellWords(words, quote != 0);
  }

  /** The word so that splitting gives it back. */
  public static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
