package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands of the page on restoring, with what stands there as an example replaced. */
final class RestorePage {
  private static final Path PAGE = Path.of("..", "docs", "operations.md");
  private static final String COMMAND = "    ./strongroom ";

  private final List<String> commands;

  /** Those below a heading. */
  RestorePage(String heading) {
    try {
      List<String> lines = Files.readAllLines(PAGE);
      int from = lines.indexOf("### " + heading);
      assertThat(from).as(heading).isNotNegative();
      commands =
          lines.subList(from + 1, lines.size()).stream()
              .takeWhile(line -> !line.startsWith("#"))
              .filter(line -> line.startsWith(COMMAND))
              .map(line -> line.substring(COMMAND.length()))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return commands.size();
  }

  /** The command at this place, with examples replaced by what is here in their place. */
  String command(int index, Map<String, String> here) {
    String command = commands.get(index);
    for (Map.Entry<String, String> replaced : here.entrySet()) {
      assertThat(command).contains(replaced.getKey());
      command = command.replace(replaced.getKey(), replaced.getValue());
    }
    return command;
  }
}
