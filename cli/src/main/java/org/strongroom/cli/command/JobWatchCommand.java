package org.strongroom.cli.command;

import java.util.concurrent.Callable;
import org.strongroom.cli.progress.ProgressBars;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows how far a job is until it ends. */
@Command(
    name = "job-watch",
    hidden = true,
    customSynopsis = "strongroom job watch JOB [--timeout SECONDS]",
    description = {
      "Waits as job wait does, and shows on standard error how far the job is: with a bar on a",
      "terminal, else with a line for each step and each tenth of it."
    })
final class JobWatchCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "JOB", description = "the job, by its uuid or name")
  String job = "";

  JobWatchCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new FollowedJob(tool, job)
        .untilItsEnd(new ProgressBars(tool.surroundings).watched("job"));
  }
}
