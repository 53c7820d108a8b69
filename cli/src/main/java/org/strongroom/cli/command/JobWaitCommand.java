package org.strongroom.cli.command;

import java.util.concurrent.Callable;
import org.strongroom.cli.progress.ProgressBars;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Waits for the end of a job without a word. */
@Command(
    name = "job-wait",
    hidden = true,
    customSynopsis = "strongroom job wait JOB [--timeout SECONDS]",
    description = {
      "Waits for the end of a job that any call began, over restarts of the server, and prints its",
      "result or error, with the exit code that the call itself would have ended with.",
      "Ctrl-C ends the waiting, not the job."
    })
final class JobWaitCommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "JOB", description = "the job, by its uuid or name")
  String job = "";

  JobWaitCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new FollowedJob(tool, job).untilItsEnd(ProgressBars.none());
  }
}
