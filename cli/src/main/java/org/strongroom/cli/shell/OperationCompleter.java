package org.strongroom.cli.shell;

import java.util.List;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.strongroom.cli.shell.Completions.Completion;

/** Completes operations, parameters, choices, fields and relations; files for transfers. */
final class OperationCompleter implements Completer {
  private final Completions completions;
  private final Completer files = new FileNameCompleter();

  OperationCompleter(Completions completions) {
    this.completions = completions;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    if (isFile(words)) {
      files.complete(reader, line, candidates);
      return;
    }
    for (Completion completion : completions.of(words)) {
      String description = completion.description();
      candidates.add(
          new Candidate(
              completion.word(),
              completion.word(),
              null,
              description.isEmpty() ? null : description,
              null,
              null,
              completion.isWhole()));
    }
  }

  private static boolean isFile(List<String> words) {
    return (words.getFirst().equals("upload") && words.size() == 2)
        || (words.getFirst().equals("download") && words.size() == 3);
  }
}
