package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ShortText;
import org.strongroom.server.call.MalformedJson;
import org.strongroom.server.face.BadRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a call, from path, query string or body, as the method says (REST envelope).
 */
final class RequestValues {
  /** What a body has beside its parameters. */
  private static final List<String> BESIDE = List.of("systemTags", "userTags");

  private final ZStackJson json;

  RequestValues(ZStackJson json) {
    this.json = json;
  }

  /** What a GET or DELETE brings. */
  Map<String, Object> fromQuery(OperationModel operation, Context ctx) {
    Map<String, Object> values = new HashMap<>();
    Map<String, List<String>> sent = ctx.queryParamMap();
    for (ParameterModel parameter : operation.parameters()) {
      Object value = queried(parameter, sent);
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }

  private static @Nullable Object queried(
      ParameterModel parameter, Map<String, List<String>> sent) {
    String name = parameter.name();
    List<String> given = sent.get(name);
    if (parameter.isList()) {
      List<String> all = new ArrayList<>(given == null ? List.of() : given);
      for (int i = 0; sent.containsKey(name + "." + i); i++) {
        all.addAll(sent.get(name + "." + i));
      }
      return all;
    }
    if (parameter.isMap()) {
      Map<String, Object> map = new LinkedHashMap<>();
      sent.forEach((key, texts) -> {
        if (key.startsWith(name + ".")) {
          map.put(key.substring(name.length() + 1), texts.getLast());
        }
      });
      return map;
    }
    return given == null ? null : given.getLast();
  }

  /** What a POST brings: inside {@code params}, with the tags beside or inside it. */
  Map<String, Object> fromPost(byte[] body) {
    Map<String, Object> values = new HashMap<>();
    Optional<JsonNode> root = object(body);
    root.flatMap(r -> inner(r, "params")).ifPresent(params -> values.putAll(map(params)));
    for (String tags : BESIDE) {
      root.map(r -> r.get(tags))
          .filter(sent -> !sent.isNull() && !sent.asString("-").isEmpty())
          .ifPresent(sent -> add(values, tags, sent.isArray() ? sent.values() : List.of(sent)));
    }
    return values;
  }

  private void add(Map<String, Object> values, String name, Collection<JsonNode> list) {
    List<Object> all = new ArrayList<>();
    if (values.get(name) instanceof List<?> inside) {
      all.addAll(inside);
    }
    list.forEach(item -> all.add(item.isString() ? item.stringValue() : item));
    values.put(name, all.stream().distinct().toList());
  }

  /** The operation that a PUT names by its action key; empty if it names none of these. */
  Optional<OperationModel> action(byte[] body, List<OperationModel> candidates) {
    Optional<JsonNode> root = object(body);
    return candidates.stream()
        .filter(operation -> root.map(r -> r.has(operation.actionKey())).orElse(false))
        .findFirst();
  }

  /** The first key of a body that is no tags, short enough for an error. */
  Optional<String> firstKey(byte[] body) {
    return object(body)
        .flatMap(
            root -> root.propertyNames().stream().filter(key -> !BESIDE.contains(key)).findFirst())
        .map(key -> ShortText.of(key, 80));
  }

  /** What a PUT brings: inside the action key. */
  Map<String, Object> fromPut(OperationModel operation, byte[] body) {
    Map<String, Object> values = new HashMap<>();
    object(body)
        .flatMap(root -> inner(root, operation.actionKey()))
        .ifPresent(parameters -> values.putAll(map(parameters)));
    return values;
  }

  private static Optional<JsonNode> inner(JsonNode root, String key) {
    JsonNode inner = root.get(key);
    if (inner == null || inner.isNull()) {
      return Optional.empty();
    }
    if (!inner.isObject()) {
      throw new BadRequestException("'" + key + "' in the body has to be a JSON object");
    }
    return Optional.of(inner);
  }

  private Optional<JsonNode> object(byte[] body) {
    JsonNode root;
    try {
      root = json.read(body);
    } catch (JacksonException e) {
      throw new BadRequestException(
          (MalformedJson.namesAKeyTwice(e)
                  ? "the body names a key twice: "
                  : "the body is not JSON: ")
              + MalformedJson.place(e));
    }
    if (root == null || root.isNull() || root.isMissingNode()) {
      return Optional.empty();
    }
    if (!root.isObject()) {
      throw new BadRequestException("the body has to be a JSON object");
    }
    return Optional.of(root);
  }

  @SuppressWarnings("unchecked") // keys of a JSON object are texts
  private Map<String, Object> map(JsonNode object) {
    return (Map<String, Object>) json.map(object);
  }
}
