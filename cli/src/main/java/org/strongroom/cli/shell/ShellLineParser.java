package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.strongroom.cli.shell.ShellWords.Word;

/** Tells JLine where the words of a line are. */
final class ShellLineParser implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.COMPLETE) {
      return completing(line, cursor);
    }
    ShellWords words = ShellWords.split(line);
    if (words.isOpen() && context == ParseContext.ACCEPT_LINE) {
      throw new EOFError(-1, -1, "a quote is open");
    }
    return new Line(line, cursor, words.texts(), Math.max(0, words.words().size() - 1), 0, 0);
  }

  /** What is completed is the word under the cursor, as far as the cursor; or a new one there. */
  private static Line completing(String line, int cursor) {
    List<Word> before = ShellWords.split(line.substring(0, cursor)).words();
    List<String> texts = new ArrayList<>(before.stream().map(Word::text).toList());
    if (before.isEmpty() || before.getLast().end() < cursor) {
      texts.add("");
      return new Line(line, cursor, texts, texts.size() - 1, 0, 0);
    }
    int raw = cursor - before.getLast().start();
    return new Line(line, cursor, texts, texts.size() - 1, raw, raw);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return c == '\\';
  }

  private record Line(
      String line,
      int cursor,
      List<String> words,
      int wordIndex,
      int rawWordCursor,
      int rawWordLength)
      implements CompletingParsedLine {

    @Override
    public String word() {
      return words.isEmpty() ? "" : words.get(wordIndex);
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return ShellWords.quote(candidate.toString());
    }
  }
}
