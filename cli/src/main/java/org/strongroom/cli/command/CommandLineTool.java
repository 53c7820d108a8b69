package org.strongroom.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.help.PlainHelp;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The tool as a whole: from arguments to an exit code. */
public final class CommandLineTool {
  private final Surroundings surroundings;

  public CommandLineTool(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs a command, writes its output or its error, and gives its exit code. */
  public int run(String... args) {
    return run(args, new GlobalOptions());
  }

  /** Runs a command of the shell, which was started with some options itself. */
  int run(String[] args, GlobalOptions outer) {
    Optional<String> help = PlainHelp.of(args);
    if (help.isPresent()) {
      surroundings.out().println(help.get());
      return ExitCode.OK;
    }
    Tool tool = new Tool(surroundings, outer);
    CommandLine commands = new CommandLine(tool.spec);
    FailureReport report = new FailureReport(surroundings, tool);
    String[] resolved;
    try {
      resolved = new ReadableArguments(commands.getCommandSpec()).resolve(tool, args);
    } catch (UsageException e) {
      return report.usage(e);
    }
    Commands.add(commands, tool, resolved);
    return commands
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(parsed -> execute(tool, report, parsed))
        .setParameterExceptionHandler(report)
        .setExecutionExceptionHandler(report)
        .execute(resolved);
  }

  /** {@code AddImage --help} asks about the operation, not about the tool. */
  private static int execute(Tool tool, FailureReport report, ParseResult parsed) {
    if (tool.options.help() && !parsed.hasSubcommand() && !tool.words.isEmpty()) {
      try {
        return tool.help();
      } catch (UsageException e) {
        return report.usage(e);
      }
    }
    if (tool.dryRun() && parsed.hasSubcommand()) {
      return report.usage(
          new UsageException(
              "--dry-run is for operations; '%s' would do what it does"
                  .formatted(parsed.subcommand().commandSpec().name())));
    }
    return new RunLast().execute(parsed);
  }
}
