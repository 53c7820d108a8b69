package org.strongroom.api.managementnode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Tells how the server that answers is: what an administrator looks at when something is wrong. */
@Operation(
    summary = "Tells how the server that answers is, without its secrets.",
    method = HttpMethod.GET,
    path = "/diagnostics",
    mode = Mode.SYNC,
    since = "1.0",
    command = "server diagnostics")
public record GetServerDiagnostics(
    @Parameter(
            value = "the configuration, the last lines of the log and the threads as well",
            defaultValue = "false")
        boolean all)
    implements Request<GetServerDiagnostics.Reply> {
  /**
   * What was found.
   *
   * @param build version and commit
   * @param uptimeSeconds since this process began
   * @param dataDirectory where it keeps key and embedded database
   * @param dataTotal bytes of the file system there
   * @param dataFree bytes that can still be written there
   * @param database its product
   * @param databaseMillis how long a question took
   * @param certificateDaysLeft until the server's own certificate runs out, below 0 afterwards;
   *     missing without TLS
   * @param heapUsed bytes
   * @param heapMost bytes that the heap may grow to
   * @param configuration each key with its value; passwords are struck out
   * @param log its last lines, the oldest first
   * @param threads each with where it is
   */
  public record Reply(
      String build,
      String java,
      String system,
      long uptimeSeconds,
      Instant time,
      String dataDirectory,
      long dataTotal,
      long dataFree,
      String database,
      double databaseMillis,
      @Nullable Long certificateDaysLeft,
      long heapUsed,
      long heapMost,
      @Nullable Map<String, String> configuration,
      @Nullable List<String> log,
      @Nullable List<String> threads) {}
}
