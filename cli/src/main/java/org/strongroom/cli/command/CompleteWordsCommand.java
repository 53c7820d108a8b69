package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.name.Directory;
import org.strongroom.cli.output.PlainText;
import org.strongroom.cli.shell.Completions;
import org.strongroom.cli.shell.Completions.Completion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Tells completion scripts what the last of some words can become: a line for each, the word and,
 * behind a tab, what it means. A word that goes on ends with {@code =}, {@code .} or {@code ,}.
 */
@Command(
    name = "complete-words",
    hidden = true,
    customSynopsis = "strongroom complete-words -- [WORD ...]",
    description = "Tells completion scripts what the last word can become.")
final class CompleteWordsCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "those up to the cursor")
  List<String> words = new ArrayList<>();

  CompleteWordsCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    List<String> rest = new ArrayList<>(words);
    GlobalOptions said = said(rest);
    if (rest.isEmpty()) {
      rest.add("");
    }
    String word = rest.getLast();
    Completions completions =
        new Completions(
            Commands.names(), tool.optionNames(), (places, prefix) -> names(said, places, prefix));
    completions.of(rest).stream()
        .filter(completion -> completion.word().startsWith(word))
        .map(CompleteWordsCommand::line)
        .distinct()
        .forEach(tool.surroundings.out()::println);
    return ExitCode.OK;
  }

  private List<String> names(GlobalOptions said, List<Directory> places, String prefix) {
    try {
      return new ServerAccess(tool.surroundings, said).names().names(places, prefix);
    } catch (UsageException | CallFailedException e) {
      return List.of();
    }
  }

  private static String line(Completion completion) {
    String description = PlainText.of(completion.description());
    String word = PlainText.of(completion.word());
    return description.isEmpty() ? word : word + "\t" + description;
  }

  /**
   * Takes the options away that stand before the first other word: they choose the server that
   * knows names.
   */
  private static GlobalOptions said(List<String> rest) {
    GlobalOptions said = new GlobalOptions();
    CommandSpec options = CommandSpec.create();
    said.addTo(options);
    CommandLine reader = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    List<String> given = new ArrayList<>();
    while (rest.size() > 1 && rest.getFirst().startsWith("-")) {
      OptionSpec known = reader.getCommandSpec().findOption(rest.getFirst());
      int used = known != null && known.arity().max() > 0 && rest.size() > 2 ? 2 : 1;
      given.addAll(rest.subList(0, used));
      rest.subList(0, used).clear();
    }
    try {
      reader.parseArgs(given.toArray(String[]::new));
    } catch (ParameterException e) {
      // what is typed is not finished yet
    }
    return said;
  }
}
