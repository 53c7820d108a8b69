package org.strongroom.cli.noun;

import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.CallFailedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answer of a query for one resource. */
public final class SingleRow {
  private SingleRow() {}

  /**
   * The row as {@code inventory}, as other operations answer one.
   *
   * @throws CallFailedException if there is no row, or more than one
   */
  public static JsonNode of(Verb verb, Call call, JsonNode reply) {
    String asked =
        call.values().get("q") instanceof List<?> conditions
            ? conditions.stream().map(String::valueOf).collect(Collectors.joining(" and "))
            : "";
    JsonNode rows = reply.path("inventories");
    if (rows.isEmpty()) {
      throw CallFailedException.notFound("there is no %s with %s".formatted(verb.noun(), asked));
    }
    if (rows.size() > 1) {
      throw CallFailedException.here(
          "there is more than one %s with %s; show takes one, list takes all"
              .formatted(verb.noun(), asked));
    }
    return JsonMapper.shared().createObjectNode().set("inventory", rows.get(0));
  }
}
