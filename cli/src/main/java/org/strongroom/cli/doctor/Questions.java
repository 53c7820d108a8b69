package org.strongroom.cli.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import tools.jackson.databind.JsonNode;

/** Calls of operations that only look. */
public final class Questions {
  private final Api api;

  public Questions(Api api) {
    this.api = api;
  }

  /** The answer of an operation that answers at once. */
  public JsonNode ask(Class<?> operation, Map<String, Object> values) throws InterruptedException {
    return api.call(
        new Call(
            Operations.named(operation.getSimpleName()).orElseThrow(), values, Optional.empty()));
  }

  /** The rows of a query. */
  public List<JsonNode> rows(Class<?> query, long most, String sortedBy, String... conditions)
      throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    if (conditions.length > 0) {
      values.put("q", List.of(conditions));
    }
    values.put("limit", most);
    if (!sortedBy.isEmpty()) {
      values.put("sortBy", sortedBy);
      values.put("sortDirection", "desc");
    }
    return ask(query, values).path("inventories").valueStream().toList();
  }

  /** How many rows a query has. */
  public long count(Class<?> query, String... conditions) throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("q", List.of(conditions));
    values.put("count", true);
    return ask(query, values).path("total").asLong(0);
  }
}
