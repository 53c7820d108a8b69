package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.cli.shell.Completions;
import org.strongroom.cli.shell.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Reads commands one after the other. */
@Command(
    name = "shell",
    description = {
      "Reads commands line by line, with history and completion by Tab.",
      "From a pipe or file it stops at the first command that fails, with its exit code."
    })
final class ShellCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  ShellCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    List<String> commands = new ArrayList<>(Commands.names());
    commands.remove("shell");
    commands.add("exit");
    Shell shell =
        new Shell(
            (words, terminal) ->
                new CommandLineTool(tool.surroundings.at(terminal))
                    .run(words.toArray(String[]::new), tool.options),
            new Completions(
                commands,
                tool.optionNames(),
                (places, prefix) ->
                    new ServerAccess(tool.surroundings, tool.options)
                        .names()
                        .names(places, prefix)),
            tool.surroundings);
    return shell.run();
  }
}
