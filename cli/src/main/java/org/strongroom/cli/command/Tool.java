package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.CallParser;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.help.OperationHelp;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Calls an operation; the commands that are no operations hang below it. */
@Command(
    name = "strongroom",
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "strongroom [options] <Operation> [key=value ...]",
      "       strongroom [options] <command> ..."
    },
    description = {
      "%nCalls an operation of a Strongroom server, for example:",
      "  strongroom LogInByAccount accountName=admin password=?",
      "  strongroom QueryBackupStorage state=Enabled image.platform=Linux",
      "  strongroom help                   all operations",
      "  strongroom help AddImage          one operation%n"
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the call succeeded",
      "1:the call failed: the error is on standard error, with -o json or yaml also on standard output",
      "2:usage: what was typed can not be taken, nothing was sent",
      "130:interrupted while waiting"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  STRONGROOM_URL       address of the server",
      "  STRONGROOM_SESSION   session to use instead of the one kept by LogInByAccount",
      "  STRONGROOM_PASSWORD  password for LogInByAccount, if none is given",
      "  STRONGROOM_CA_CERT   certificates to trust, see --ca-cert",
      "%nSessions are kept in $XDG_CONFIG_HOME/strongroom or ~/.config/strongroom."
    })
final class Tool implements Callable<Integer> {
  final Surroundings surroundings;

  @Mixin final GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "0..*", hidden = true)
  final List<String> words = new ArrayList<>();

  @Spec CommandSpec spec = CommandSpec.create();

  Tool(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Help for the operation that the words name. */
  int operationHelp() {
    surroundings.out().println(OperationHelp.of(CallParser.operation(words.getFirst())));
    return ExitCode.OK;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (words.isEmpty()) {
      spec.commandLine().usage(surroundings.err());
      return ExitCode.USAGE;
    }
    ServerAccess access = new ServerAccess(surroundings, options);
    Call call = access.parser().parse(words.getFirst(), words.subList(1, words.size()));
    access.requireSession(call.operation());
    Api api = access.api();
    if (options.noWait() && Api.isJob(call)) {
      access.write(api.start(call));
      return ExitCode.OK;
    }
    JsonNode reply = access.attended(api).run(call);
    access.remember(call, reply);
    access.writer().write(reply);
    return ExitCode.OK;
  }
}
