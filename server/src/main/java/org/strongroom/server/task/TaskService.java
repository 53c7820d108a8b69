package org.strongroom.server.task;

import static org.jooq.impl.DSL.noCondition;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.CancelApiJob;
import org.strongroom.api.job.CancelLongJob;
import org.strongroom.api.job.GetTaskProgress;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.job.TaskProgressInventory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobProgress;
import org.strongroom.server.query.Queries;

/** Progress, list and cancel of running calls. */
public final class TaskService {
  private final Database database;
  private final Queries queries;
  private final JobEngine jobs;
  private final InstantSource clock;

  public TaskService(Database database, Queries queries, JobEngine jobs, InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.jobs = jobs;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.answer(GetTaskProgress.class, this::progress);
    operations.answer(
        QueryLongJob.class,
        (request, caller) ->
            database.read(sql ->
                queries.find(
                    sql,
                    LongJobInventory.class,
                    request.query(),
                    caller.limitedTo().map(JOB.ACCOUNT_UUID::eq).orElse(noCondition()))));
    operations.change(
        CancelLongJob.class,
        (request, call, transaction) -> cancel(request.uuid(), call, transaction));
    operations.change(
        CancelApiJob.class,
        (request, call, transaction) -> cancel(request.uuid(), call, transaction));
  }

  /** Another account's job looks as one that is over, or never was. */
  private GetTaskProgress.Reply progress(GetTaskProgress request, Caller caller) {
    String uuid = request.apiId();
    List<TaskProgressInventory> entries =
        jobs.progress(uuid)
            .flatMap(progress ->
                jobs.facts(uuid)
                    .filter(facts -> caller.mayUse(facts.accountUuid()))
                    .map(facts -> List.of(entry(uuid, facts.operation(), progress))))
            .orElse(List.of());
    return new GetTaskProgress.Reply(entries, true);
  }

  private TaskProgressInventory entry(String jobUuid, String operation, JobProgress progress) {
    return new TaskProgressInventory(
        jobUuid,
        operation,
        "Progress",
        String.valueOf(progress.percent()),
        Map.of("step", progress.step(), "done", progress.done(), "total", progress.total()),
        clock.millis());
  }

  private InventoryReply<LongJobInventory> cancel(String uuid, Call call, Transaction transaction) {
    LongJobInventory job =
        queries
            .byUuid(transaction.sql(), LongJobInventory.class, uuid)
            .orElseThrow(() -> ApiException.notFound(ResourceType.LONG_JOB, uuid));
    if (!call.caller().mayUse(jobs.owner(uuid, transaction).orElse(""))) {
      throw ApiException.notFound(ResourceType.LONG_JOB, uuid);
    }
    if (!job.state().equals("Running") && !job.state().equals("Canceling")) {
      throw ApiException.refused("the job %s is over: %s".formatted(uuid, job.state()));
    }
    jobs.cancel(uuid, transaction);
    return new InventoryReply<>(job);
  }
}
