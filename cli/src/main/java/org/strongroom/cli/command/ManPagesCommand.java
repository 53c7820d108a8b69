package org.strongroom.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.strongroom.cli.help.ManPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes the pages of the manual, for packages. */
@Command(
    name = "man-pages",
    hidden = true,
    customSynopsis = "strongroom man-pages DIRECTORY",
    description = "Writes the pages of the manual into a directory, which is made.")
final class ManPagesCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "DIRECTORY", description = "where to")
  Path directory = Path.of("");

  ManPagesCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, String> page :
          new ManPages(Version.text()).all(described()).entrySet()) {
        Files.writeString(directory.resolve(page.getKey()), page.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the manual into " + directory, e);
    }
    return ExitCode.OK;
  }

  private ManPages.Tool described() {
    CommandSpec spec = tool.spec;
    Map<String, String> commands = new LinkedHashMap<>();
    Commands.names()
        .forEach(name ->
            commands.put(
                name,
                String.join(
                    " ",
                    Objects.requireNonNull(spec.subcommands().get(name))
                        .getCommandSpec()
                        .usageMessage()
                        .description())));
    Map<String, String> options = new LinkedHashMap<>();
    for (OptionSpec option : spec.options()) {
      String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
      options.put(
          String.join(", ", option.names()) + value, String.join(" ", option.description()));
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (String line : spec.usageMessage().footer()) {
      String[] parts = line.strip().split("\\s{2,}|\\s(?=\\S)", 2);
      if (parts.length == 2 && parts[0].startsWith("STRONGROOM_")) {
        environment.put(parts[0], parts[1].strip());
      }
    }
    return new ManPages.Tool(commands, options, spec.usageMessage().exitCodeList(), environment);
  }
}
