package org.strongroom.server.face.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.frame.Asking;
import org.strongroom.server.face.console.frame.Frame;

/**
 * What an account sees of what happens, as short as tells one state from another.
 *
 * @param things other than before when something has come about, changed or ended
 * @param progress other than before when a job has got on
 */
record Pulse(String things, String progress) {
  private static final int JOBS = 50;

  /** Before anything was seen. */
  static final Pulse NONE = new Pulse("", "");

  /**
   * What a caller sees now.
   *
   * @throws org.strongroom.api.ApiException if the server has no room for the question
   */
  static Pulse of(Calls calls, Caller caller) {
    Asking asking = new Asking(calls, Optional.of(caller));
    String event =
        found(asking, QueryEvent.class, 1, "-time", List.of()).stream()
            .map(EventInventory::uuid)
            .collect(Collectors.joining());
    List<LongJobInventory> jobs =
        found(asking, QueryLongJob.class, JOBS, "-createDate", List.of(Frame.UNFINISHED));
    return new Pulse(
        event + told(jobs, job -> job.uuid() + job.state()),
        told(jobs, job -> job.step() + job.progress()));
  }

  private static <T> List<T> found(
      Asking asking,
      Class<? extends Request<QueryReply<T>>> query,
      int limit,
      String sort,
      List<String> conditions) {
    List<T> rows =
        asking.ask(query, Map.of("q", conditions, "limit", limit, "sort", sort)).inventories();
    return rows == null ? List.of() : rows;
  }

  private static String told(List<LongJobInventory> jobs, Function<LongJobInventory, String> part) {
    return jobs.stream().map(part).collect(Collectors.joining(","));
  }
}
