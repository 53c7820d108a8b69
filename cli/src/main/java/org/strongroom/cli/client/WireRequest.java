package org.strongroom.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.cli.call.Call;

/**
 * A call in the form that the REST face takes: values that the path names go there, the rest into
 * the body of a POST or PUT, or the query string of a GET or DELETE.
 *
 * @param pathAndQuery below {@code /zstack/v1}, encoded
 * @param body what becomes JSON; empty for GET and DELETE
 */
record WireRequest(HttpMethod method, String pathAndQuery, Optional<Map<String, Object>> body) {

  static WireRequest of(Call call) {
    OperationModel operation = call.operation();
    Map<String, Object> rest = new LinkedHashMap<>(call.values());
    String template = template(operation, rest.keySet());
    String path = template;
    for (String variable : OperationModel.variables(template)) {
      path =
          path.replace("{" + variable + "}", encode(String.valueOf(rest.remove(variable)).strip()));
    }
    return switch (operation.method()) {
      case GET, DELETE ->
          new WireRequest(operation.method(), path + queryString(rest), Optional.empty());
      case PUT ->
          new WireRequest(HttpMethod.PUT, path, Optional.of(Map.of(operation.actionKey(), rest)));
      case POST -> new WireRequest(HttpMethod.POST, path, Optional.of(posted(rest)));
    };
  }

  /** The first path whose variables all have a value. */
  private static String template(OperationModel operation, Set<String> given) {
    return operation.paths().stream()
        .filter(path -> given.containsAll(OperationModel.variables(path)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(operation.name() + " lacks a value for its path"));
  }

  private static Map<String, Object> posted(Map<String, Object> values) {
    Map<String, Object> body = new TreeMap<>();
    for (String tags : List.of("systemTags", "userTags")) {
      body.put(tags, Optional.ofNullable(values.remove(tags)).orElse(List.of()));
    }
    body.put("params", values);
    return body;
  }

  private static String queryString(Map<String, Object> values) {
    List<String> pairs = new ArrayList<>();
    values.forEach((name, value) -> {
      switch (value) {
        case List<?> items -> items.forEach(item -> pairs.add(pair(name, item)));
        case Map<?, ?> entries ->
            entries.forEach((key, item) -> pairs.add(pair(name + "." + key, item)));
        default -> pairs.add(pair(name, value));
      }
    });
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private static String pair(String name, Object value) {
    return encode(name) + "=" + encode(String.valueOf(value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without path and body: there may be secrets in them. */
  @Override
  public String toString() {
    return "WireRequest[" + method + "]";
  }
}
