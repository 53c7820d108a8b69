package org.strongroom.cli.progress;

import java.io.PrintStream;
import org.strongroom.cli.client.JobWatcher;
import org.strongroom.cli.output.PlainText;
import tools.jackson.databind.JsonNode;

/** Tells how far a job is in lines, for logs: one for each step and each tenth of it. */
final class JobLines implements JobWatcher {
  private static final int PART = 10;
  private final PrintStream err;
  private String told = "";

  JobLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public boolean wantsProgress() {
    return true;
  }

  @Override
  public void progress(JsonNode step) {
    int percent = step.path("content").asInt(0);
    String name = PlainText.of(step.at("/opaque/step").asString(""));
    String now = name + " " + percent / PART;
    if (!now.equals(told)) {
      told = now;
      err.println("%s %d %%".formatted(name, percent).strip());
    }
  }

  @Override
  public void close() {}
}
