package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.strongroom.cli.help.NounHelp;
import org.strongroom.cli.help.OperationHelp;
import org.strongroom.cli.help.OperationList;
import org.strongroom.cli.help.VerbHelp;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows everything there is, or one operation, noun, verb or command. */
@Command(
    name = "help",
    description = "Shows all operations and nouns, or one operation, noun, verb or command.")
final class HelpCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(
      arity = "0..2",
      paramLabel = "NAME",
      description = "an operation, a noun with or without its verb, or a command")
  List<String> names = new ArrayList<>();

  HelpCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    CommandLine root = tool.spec.commandLine();
    Optional<ToolVerb> verb =
        names.size() == 2 ? ToolVerb.find(names.getFirst(), names.getLast()) : Optional.empty();
    if (names.isEmpty()) {
      tool.surroundings.out().println(root.getUsageMessage());
      tool.surroundings.out().println(NounHelp.all());
      tool.surroundings.out().println();
      tool.surroundings.out().println(OperationList.text());
    } else if (verb.isPresent()) {
      Objects.requireNonNull(root.getSubcommands().get(verb.get().command()))
          .usage(tool.surroundings.out());
    } else if (root.getSubcommands().containsKey(names.getFirst())) {
      root.getSubcommands().get(names.getFirst()).usage(tool.surroundings.out());
    } else {
      tool.surroundings.out().println(help());
    }
    return ExitCode.OK;
  }

  private String help() {
    String first = names.getFirst();
    if (!Nouns.isNoun(first)) {
      return OperationHelp.of(tool.operation(first));
    }
    return names.size() == 1 ? NounHelp.of(first) : VerbHelp.of(Nouns.verb(first, names.getLast()));
  }
}
