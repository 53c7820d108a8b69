package org.strongroom.cli.command;

import java.util.concurrent.Callable;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.help.BashCompletion;
import org.strongroom.cli.help.FishCompletion;
import org.strongroom.cli.help.ZshCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = {
      "Prints a completion script:",
      "  bash  source <(strongroom completion bash)",
      "  zsh   source <(strongroom completion zsh)",
      "  fish  strongroom completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish")
  String shell = "";

  CompletionCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    tool.surroundings.out().print(script(tool, shell));
    return ExitCode.OK;
  }

  /** The script for a shell. */
  static String script(Tool tool, String shell) {
    return switch (shell) {
      case "bash" -> BashCompletion.script(Commands.names(), tool.optionNames());
      case "zsh" -> ZshCompletion.script();
      case "fish" -> FishCompletion.script();
      default -> throw new UsageException("there are completion scripts for bash, zsh and fish");
    };
  }
}
