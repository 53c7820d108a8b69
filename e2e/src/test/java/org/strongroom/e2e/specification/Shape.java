package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares JSON with an example of a specification: names, their order, types, nulls and values;
 * only where the example says {@code "<number>"} and the like, anything of that kind will do.
 */
final class Shape {
  private static final Map<String, Predicate<JsonNode>> KINDS =
      Map.of(
          "<number>", JsonNode::isIntegralNumber,
          "<text>", node -> node.isString() && !node.asString().isEmpty(),
          "<microseconds>", text("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}"),
          "<microseconds Z>", text("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"),
          "<seconds Z>", text("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
          "<shown password>", text("aes-ctr:[A-Za-z0-9+/]{20,}={0,2}"),
          "<uuid>", text("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));

  private Shape() {}

  private static Predicate<JsonNode> text(String pattern) {
    return node -> node.isString() && node.asString().matches(pattern);
  }

  /** Holds the text of a body to an example, whose values are filled in as by String.format. */
  static void check(String body, String example, Object... values) {
    JsonNode expected = JsonMapper.shared().readTree(example.formatted(values));
    JsonNode actual = JsonMapper.shared().readTree(body);
    assertThat(masked(actual, expected).toPrettyString()).isEqualTo(expected.toPrettyString());
  }

  /** The actual tree with what the example allows put as the example says it. */
  private static JsonNode masked(JsonNode actual, JsonNode expected) {
    if (actual instanceof ObjectNode object && expected instanceof ObjectNode) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(member ->
              masked.set(
                  member.getKey(), masked(member.getValue(), expected.path(member.getKey()))));
      return masked;
    }
    if (actual instanceof ArrayNode array && expected instanceof ArrayNode) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        masked.add(masked(array.get(i), expected.path(i)));
      }
      return masked;
    }
    boolean fits =
        expected.isString() && KINDS.getOrDefault(expected.asString(), node -> false).test(actual);
    return fits ? expected : actual;
  }
}
