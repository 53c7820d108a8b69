package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.api.PathWord;
import org.strongroom.api.registry.Operations;

/**
 * One path as a router sees it, with the operations that share it: {@code /images/{uuid}/actions}
 * and {@code /images/{imageUuid}/actions} are the same path, whose variable each operation names in
 * its own way.
 *
 * @param shape the path with its variables called {@code v0}, {@code v1}, …
 */
public record Route(HttpMethod method, String shape, List<OperationModel> operations) {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /** A uuid, with dashes or without. */
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * All routes; those with fewer variables first, so that {@code /backup-storage/types} is not
   * taken for a uuid.
   */
  public static List<Route> all() {
    List<Route> routes = new ArrayList<>();
    for (HttpMethod method : HttpMethod.values()) {
      Map<String, List<OperationModel>> byShape =
          new TreeMap<>(
              Comparator.<String>comparingInt(shape -> OperationModel.variables(shape).size())
                  .thenComparing(Comparator.naturalOrder()));
      Operations.all().stream()
          .filter(operation -> operation.method() == method)
          .forEach(operation ->
              operation
                  .paths()
                  .forEach(path ->
                      byShape.computeIfAbsent(shape(path), s -> new ArrayList<>()).add(operation)));
      byShape.forEach(
          (shape, operations) -> routes.add(new Route(method, shape, List.copyOf(operations))));
    }
    return routes;
  }

  private static String shape(String path) {
    StringBuilder shape = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(path);
    for (int i = 0; matcher.find(); i++) {
      matcher.appendReplacement(shape, "{v" + i + "}");
    }
    return matcher.appendTail(shape).toString();
  }

  /** This path as the operation declares it. */
  public String path(OperationModel operation) {
    return operation.paths().stream()
        .filter(path -> shape(path).equals(shape))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Whether a request to this path asks for what this server does not have at all: there is a word,
   * such as {@code ceph} in {@code /backup-storage/ceph}, where a resource is named by its uuid. To
   * delete what has such a name would be a success, and to look for it an empty list.
   *
   * @return the word; empty if the path may lead somewhere
   */
  Optional<String> noUuid(Context ctx) {
    OperationModel first = operations.getFirst();
    Matcher matcher = VARIABLE.matcher(path(first));
    for (int i = 0; matcher.find(); i++) {
      String value = ctx.pathParam("v" + i);
      String variable = matcher.group(1);
      boolean query = first.queried().isPresent();
      if (query
          ? PathWord.isUuid(variable) && !UUID.matcher(value).matches()
          : PathWord.standsForUuid(variable, value)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** The values in the path of a request, under the names that the operation gives them. */
  Map<String, Object> pathValues(OperationModel operation, Context ctx) {
    Map<String, Object> values = new HashMap<>();
    Matcher matcher = VARIABLE.matcher(path(operation));
    for (int i = 0; matcher.find(); i++) {
      values.put(matcher.group(1), ctx.pathParam("v" + i));
    }
    return values;
  }
}
