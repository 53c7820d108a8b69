package org.strongroom.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the tool as a whole says of itself. */
final class ToolHelp {
  private ToolHelp() {}

  /** The tool as a command with these words and no options yet. */
  static CommandSpec over(Tool tool) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(tool).name("strongroom").versionProvider(new Version());
    UsageMessageSpec usage = spec.usageMessage();
    usage
        .sortOptions(false)
        .autoWidth(true)
        .synopsisHeading("Usage: ")
        .customSynopsis(
            "strongroom [options] <noun> <verb> [--option value ...]",
            "       strongroom [options] <Operation> [key=value ...]",
            "       strongroom [options] <command> ...")
        .description(
            "%nCalls an operation of a Strongroom server, for example:",
            "  strongroom LogInByAccount accountName=admin password=?",
            "  strongroom QueryBackupStorage state=Enabled image.platform=Linux",
            "  strongroom backup-node register 10.0.0.5 --user-id backup --display-name node1",
            "  strongroom help                      all operations and nouns",
            "  strongroom help AddImage             one operation",
            "  strongroom help backup-node          what can be done with backup nodes",
            "  strongroom help backup-node register one of it%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes())
        .footerHeading("%nEnvironment:%n")
        .footer(
            "  STRONGROOM_URL       address of the server",
            "  STRONGROOM_CONTEXT   context to work in, see help context",
            "  STRONGROOM_SESSION   session to use instead of the one kept by LogInByAccount",
            "  STRONGROOM_PASSWORD  password for LogInByAccount, if none is given",
            "  STRONGROOM_CA_CERT   certificates to trust, see --ca-cert",
            "%nSessions are kept in $XDG_CONFIG_HOME/strongroom or ~/.config/strongroom.");
    return spec;
  }

  static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "the call succeeded");
    codes.put("1", "the call failed for a reason that is none of those below");
    codes.put("2", "usage: what was typed can not be taken, nothing was sent");
    codes.put("3", "not found: what was named is not there");
    codes.put("4", "denied: not logged in, a wrong password, or no permission");
    codes.put("5", "busy: something is there already or still in use, or too much is under way");
    codes.put("6", "no room: nowhere is room for it, or a quota is used up");
    codes.put(
        "7", "storage away: a storage, node or bucket can not be reached or is not Connected");
    codes.put("8", "server away: it can not be reached, or is not ready");
    codes.put("130", "interrupted while waiting; a job goes on");
    return codes;
  }
}
