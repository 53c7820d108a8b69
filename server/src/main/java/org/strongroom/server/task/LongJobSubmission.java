package org.strongroom.server.task;

import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.SubmitLongJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.MalformedJson;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.query.Queries;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Starts an operation by its name as a job of its own, for clients that want to watch it. */
public final class LongJobSubmission {
  private final Database database;
  private final Queries queries;
  private final Calls calls;
  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  public LongJobSubmission(Database database, Queries queries, Calls calls) {
    this.database = database;
    this.queries = queries;
    this.calls = calls;
  }

  public void register(OperationRegistry operations) {
    operations.prepared(
        SubmitLongJob.class,
        (request, call) -> {
          InventoryReply<LongJobInventory> reply = submit(request, call);
          return (same, again, transaction) -> reply;
        });
  }

  /**
   * Submits the operation.
   *
   * @throws ApiException SYS.1007 for an unknown operation or malformed parameters, or what the
   *     operation itself refuses
   */
  private InventoryReply<LongJobInventory> submit(SubmitLongJob request, Call call) {
    OperationModel operation = operation(request.jobName());
    String jobUuid = jobUuid(call);
    calls.submitAccepted(
        operation,
        parameters(request.jobData()),
        Optional.of(call.caller()),
        new Calls.Submission(
            jobUuid,
            call.requestId(),
            call.source(),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(request.name()),
            Optional.ofNullable(request.description()),
            call.sessionDigest()));
    return new InventoryReply<>(
        database.read(sql -> queries.byUuid(sql, LongJobInventory.class, jobUuid)).orElseThrow());
  }

  /** The same for the same call, so that a call that comes twice starts one job. */
  private static String jobUuid(Call call) {
    return Uuid.derived(call.jobUuid() + ":submitted");
  }

  private static OperationModel operation(String jobName) {
    return Operations.named(OperationModel.nameIn(jobName))
        .filter(operation -> operation.mode() == Mode.ASYNC)
        .filter(operation -> operation.type() != SubmitLongJob.class)
        .orElseThrow(
            () -> ApiException.invalid("no operation '%s' can run as a job".formatted(jobName)));
  }

  private Map<String, Object> parameters(String jobData) {
    try {
      return json.readValue(jobData, new TypeReference<>() {});
    } catch (JacksonException e) {
      throw ApiException.invalid("jobData is not a JSON object: " + MalformedJson.place(e));
    }
  }
}
