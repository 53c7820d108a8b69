package org.strongroom.cli.command;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.output.ErrorText;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.output.PlainText;
import org.strongroom.cli.output.ReplyWriter;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells what went wrong, in words on standard error, and as an exit code. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Surroundings surroundings;
  private final Tool tool;

  FailureReport(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return usage(String.valueOf(e.getMessage()));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return switch (e) {
      case UsageException usage -> usage(usage);
      case CallFailedException failed -> failed(failed);
      case InterruptedException interrupted -> ExitCode.INTERRUPTED;
      case UncheckedIOException io -> {
        err().println("strongroom: " + io.getMessage() + ": " + cause(io));
        yield ExitCode.FAILED;
      }
      default -> {
        err().println("strongroom: unexpected error: " + e);
        yield ExitCode.FAILED;
      }
    };
  }

  int usage(UsageException e) {
    return usage(String.valueOf(e.getMessage()));
  }

  private int usage(String message) {
    err().println("strongroom: " + message);
    err().println(("Try: strongroom help " + subject()).strip());
    return ExitCode.USAGE;
  }

  /** What there is help for; a mistyped operation has none of its own. */
  private String subject() {
    return tool.verb
        .map(Verb::command)
        .or(() -> tool.noun)
        .or(() -> tool.words.stream().findFirst().filter(Operations.names()::contains))
        .orElse("");
  }

  private int failed(CallFailedException failed) {
    err().println(ErrorText.of(failed.error()));
    failed
        .requestId()
        .ifPresent(id -> err().println(PlainText.of("  request id, for the server's log: " + id)));
    if (failed.isInvalidSession()) {
      err().println("Log in with: strongroom LogInByAccount accountName=admin password=?");
    }
    tool.options
        .output()
        .filter(OutputFormat::takesErrors)
        .ifPresent(format -> new ReplyWriter(format, surroundings).write(reply(failed)));
    return ExitCode.of(failed.error());
  }

  private static ObjectNode reply(CallFailedException failed) {
    ObjectNode reply = JsonMapper.shared().createObjectNode();
    reply.set("error", failed.error());
    failed.requestId().ifPresent(id -> reply.put("requestId", id));
    return reply;
  }

  private static String cause(UncheckedIOException e) {
    return String.valueOf(e.getCause());
  }

  private PrintStream err() {
    return surroundings.err();
  }
}
