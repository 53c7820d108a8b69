package org.strongroom.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.strongroom.cli.doctor.Checkup;
import org.strongroom.cli.doctor.Finding;
import org.strongroom.cli.doctor.Questions;
import org.strongroom.cli.output.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks at tool and server, and says what to do about what is wrong. */
@Command(
    name = "doctor",
    description = {
      "Looks at this machine, the way to the server, and as an administrator at the server, and",
      "says what to do about what is wrong. It changes nothing. Ends with 1 if there is a problem."
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  DoctorCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    List<Finding> findings = findings(tool, access);
    if (tool.options.output().isPresent()) {
      access.writer().write(reply(findings));
    } else {
      findings.forEach(this::tell);
    }
    return findings.stream().anyMatch(finding -> finding.state() == Finding.State.PROBLEM)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  static List<Finding> findings(Tool tool, ServerAccess access) throws InterruptedException {
    return new Checkup(
            access.server(),
            new Questions(access.api()),
            access.isLoggedIn(),
            Version.text(),
            tool.surroundings)
        .run();
  }

  static ObjectNode reply(List<Finding> findings) {
    ObjectNode reply = JsonMapper.shared().createObjectNode();
    ArrayNode rows = reply.putArray("inventories");
    for (Finding finding : findings) {
      rows.addObject()
          .put("check", finding.check())
          .put("state", word(finding.state()))
          .put("found", finding.found())
          .put("advice", finding.advice());
    }
    return reply;
  }

  private void tell(Finding finding) {
    tool.surroundings
        .out()
        .println(
            PlainText.of(
                "%-8s %-14s %s"
                    .formatted(word(finding.state()), finding.check(), finding.found())));
    if (!finding.advice().isEmpty()) {
      tool.surroundings.out().println(PlainText.of(" ".repeat(24) + finding.advice()));
    }
  }

  private static String word(Finding.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
