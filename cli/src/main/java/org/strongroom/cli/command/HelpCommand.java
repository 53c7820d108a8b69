package org.strongroom.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.CallParser;
import org.strongroom.cli.help.OperationHelp;
import org.strongroom.cli.help.OperationList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows all operations, or one of them. */
@Command(name = "help", description = "Shows all operations, or one operation or command.")
final class HelpCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "an operation or a command")
  @Nullable String name;

  HelpCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    CommandLine root = tool.spec.commandLine();
    if (name == null) {
      tool.surroundings.out().println(root.getUsageMessage());
      tool.surroundings.out().println(OperationList.text());
    } else if (root.getSubcommands().containsKey(name)) {
      root.getSubcommands().get(name).usage(tool.surroundings.out());
    } else {
      tool.surroundings.out().println(OperationHelp.of(CallParser.operation(name)));
    }
    return ExitCode.OK;
  }
}
