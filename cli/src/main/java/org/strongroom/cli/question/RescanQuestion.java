package org.strongroom.cli.question;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.output.CellText;
import org.strongroom.cli.output.PlainText;
import org.strongroom.cli.progress.AttendedCalls;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/**
 * Shows what a look through a storage would take in before it is done, where somebody sits at a
 * terminal.
 */
public final class RescanQuestion {
  private static final int SHOWN = 20;

  private final Surroundings surroundings;
  private final boolean yes;

  /**
   * A question on this terminal.
   *
   * @param yes the user has answered it already
   */
  public RescanQuestion(Surroundings surroundings, boolean yes) {
    this.surroundings = surroundings;
    this.yes = yes;
  }

  /** Whether the call may be sent; if not, the user did not want it. */
  public boolean isSettled(Call call, AttendedCalls calls) throws InterruptedException {
    boolean asked =
        call.operation().type() == RescanBackupStorage.class
            && !Boolean.TRUE.equals(call.values().get("dryRun"))
            && !yes
            && surroundings.terminal().isInteractive();
    if (!asked) {
      return true;
    }
    Map<String, Object> dry = new LinkedHashMap<>(call.values());
    dry.put("dryRun", true);
    show(calls.run(new Call(call.operation(), dry, call.timeout())));
    Optional<String> answer =
        surroundings.terminal().readLine("Take in what would be adopted (y/N)? ");
    if (answer.map(String::strip).filter(text -> text.matches("(?i)y|yes")).isPresent()) {
      return true;
    }
    surroundings.err().println("Nothing was changed.");
    return false;
  }

  private void show(JsonNode reply) {
    show(reply, "adopted", "would be adopted");
    show(reply, "missing", "are missing and would be Damaged");
    show(reply, "unknown", "are not known and stay");
    show(reply, "leftovers", "were left by broken work and stay");
  }

  private void show(JsonNode reply, String field, String what) {
    PrintStream err = surroundings.err();
    JsonNode findings = reply.path(field);
    long count = findings.path("count").asLong(0);
    err.printf(
        "%d %s, %s%s%n",
        count, what, CellText.bytes(findings.path("bytes").asLong(0)), count == 0 ? "" : ":");
    findings
        .path("first")
        .valueStream()
        .limit(SHOWN)
        .forEach(one ->
            err.printf(
                "  %s  %s%n",
                PlainText.of(one.path("path").asString("")),
                PlainText.of(one.path("name").asString(one.path("reason").asString("")))));
    if (count > SHOWN) {
      err.printf("  and %d more%n", count - SHOWN);
    }
  }
}
