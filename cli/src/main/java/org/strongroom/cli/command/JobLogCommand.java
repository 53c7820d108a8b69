package org.strongroom.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.output.JobLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells what a job is and what it did. */
@Command(
    name = "job-log",
    hidden = true,
    customSynopsis = "strongroom job log JOB",
    description = {
      "Tells in lines who began a job, the events that it led to, and how it is or how it ended.",
      "With -o, the job as inventory and its events as inventories."
    })
final class JobLogCommand implements Callable<Integer> {
  private static final long MOST_EVENTS = 1000;

  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "JOB", description = "the job, by its uuid or name")
  String named = "";

  JobLogCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    FollowedJob job = new FollowedJob(tool, named);
    JsonNode row =
        query(job, QueryLongJob.class, Map.of("q", List.of("uuid=" + job.uuid()), "limit", 1L))
            .valueStream()
            .findFirst()
            .orElseThrow(() -> CallFailedException.notFound("no job has the uuid " + job.uuid()));
    Map<String, Object> ofJob = new LinkedHashMap<>();
    ofJob.put("q", List.of("jobUuid=" + job.uuid()));
    ofJob.put("sortBy", "time");
    ofJob.put("limit", MOST_EVENTS);
    JsonNode events = query(job, QueryEvent.class, ofJob);
    if (tool.options.output().isPresent()) {
      ObjectNode reply = JsonMapper.shared().createObjectNode();
      reply.set("inventory", row);
      reply.set("inventories", events);
      job.access().writer().write(reply);
    } else {
      JobLog.of(row, events, job.access().layout(List.of()))
          .forEach(tool.surroundings.out()::println);
    }
    return ExitCode.OK;
  }

  private static JsonNode query(FollowedJob job, Class<?> operation, Map<String, Object> values)
      throws InterruptedException {
    Call call =
        new Call(
            Operations.named(operation.getSimpleName()).orElseThrow(), values, Optional.empty());
    return job.api().call(call).path("inventories");
  }
}
