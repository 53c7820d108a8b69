package org.strongroom.cli.command;

import java.util.concurrent.Callable;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.help.BashCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Prints a completion script: source <(strongroom completion bash)")
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash")
  String shell = "";

  CompletionCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    if (!shell.equals("bash")) {
      throw new UsageException("there is a completion script for bash only");
    }
    tool.surroundings.out().print(BashCompletion.script(tool.commandNames(), tool.optionNames()));
    return ExitCode.OK;
  }
}
