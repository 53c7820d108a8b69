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
import picocli.CommandLine.Mixin;
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

  /** The tool's own options among the words, which choose the server that knows names. */
  @Command(name = "options")
  private static final class Said {
    @Mixin final GlobalOptions options = new GlobalOptions();
  }

  @Override
  public Integer call() {
    List<String> rest = new ArrayList<>(words);
    Said said = said(rest);
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

  private List<String> names(Said said, List<Directory> places, String prefix) {
    try {
      return new ServerAccess(tool.surroundings, said.options).names().names(places, prefix);
    } catch (UsageException | CallFailedException e) {
      return List.of();
    }
  }

  private static String line(Completion completion) {
    String description = PlainText.of(completion.description());
    String word = PlainText.of(completion.word());
    return description.isEmpty() ? word : word + "\t" + description;
  }

  /** Takes the options away that stand before the first other word. */
  private static Said said(List<String> rest) {
    Said said = new Said();
    CommandLine reader = new CommandLine(said).setCaseInsensitiveEnumValuesAllowed(true);
    List<String> options = new ArrayList<>();
    while (rest.size() > 1 && rest.getFirst().startsWith("-")) {
      OptionSpec known = reader.getCommandSpec().findOption(rest.getFirst());
      int used = known != null && known.arity().max() > 0 && rest.size() > 2 ? 2 : 1;
      options.addAll(rest.subList(0, used));
      rest.subList(0, used).clear();
    }
    try {
      reader.parseArgs(options.toArray(String[]::new));
    } catch (ParameterException e) {
      // what is typed is not finished yet
    }
    return said;
  }
}
