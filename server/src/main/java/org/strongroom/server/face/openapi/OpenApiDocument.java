package org.strongroom.server.face.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.zstack.Route;

/**
 * The OpenAPI 3.1 document of the REST API and of the identity face, made from the declarations of
 * the operations and calls.
 */
public final class OpenApiDocument {
  private final Map<String, Object> schemas = new TreeMap<>();
  private final Set<String> results = new TreeSet<>();
  private final ReplySchemas replies = new ReplySchemas(schemas);

  private OpenApiDocument() {}

  /** The document, as a tree of maps, lists and values for JSON. */
  public static Map<String, Object> of(String version) {
    return new OpenApiDocument().document(version);
  }

  private Map<String, Object> document(String version) {
    Map<String, Object> paths = paths(Route.all());
    return Json.object()
        .with("openapi", "3.1.0")
        .with(
            "info",
            Json.object()
                .with("title", "Strongroom")
                .with("version", version)
                .with("description", Envelope.DESCRIPTION)
                .with("contact", Json.of("name", "The administrators of this server"))
                .with(
                    "license",
                    Json.object()
                        .with("name", "Apache License 2.0")
                        .with("identifier", "Apache-2.0")
                        .map())
                .map())
        .with("servers", List.of(Json.of("url", "/zstack/v1")))
        .with("security", List.of(Json.of("session", List.of())))
        .with("tags", Tags.of(paths))
        .with("paths", paths)
        .with("components", Envelope.components(schemas, List.copyOf(results)))
        .map();
  }

  private Map<String, Object> paths(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    routes.stream()
        .map(Route::shape)
        .distinct()
        .sorted()
        .forEach(shape -> paths.put(shown(shape, routes), item(shown(shape, routes))));
    for (Route route : routes) {
      Map<String, Object> item = paths.get(shown(route.shape(), routes));
      if (item != null) {
        item.put(
            route.method().name().toLowerCase(Locale.ROOT),
            operation(route, shown(route.shape(), routes)));
      }
    }
    Map<String, Object> all = new LinkedHashMap<>(paths);
    all.put("/api-jobs/{uuid}", Envelope.polling());
    all.putAll(ImageBytes.paths());
    all.putAll(new IdentityCalls(schemas).paths());
    return all;
  }

  /** Without operations yet: the variables of the path are parameters of all of them. */
  private static Map<String, Object> item(String path) {
    List<Object> variables =
        OperationModel.variables(path).stream()
            .<Object>map(variable ->
                Json.object()
                    .with("name", variable)
                    .with("in", "path")
                    .with("required", true)
                    .with("schema", Json.type("string"))
                    .map())
            .toList();
    return Json.object().withSome("parameters", variables).map();
  }

  /** One spelling for all methods of a path: the names of its variables by its first operation. */
  private static String shown(String shape, List<Route> routes) {
    return routes.stream()
        .filter(route -> route.shape().equals(shape))
        .findFirst()
        .map(route -> route.path(route.operations().getFirst()))
        .orElse(shape);
  }

  private Map<String, Object> operation(Route route, String path) {
    List<OperationModel> operations = route.operations();
    OperationModel first = operations.getFirst();
    boolean sync = first.mode() == Mode.SYNC;
    Json json =
        Json.object()
            .with("operationId", operationId(route, path))
            .with("tags", List.of(tag(first)))
            .with(
                "summary",
                operations.stream().map(OperationModel::summary).collect(Collectors.joining(" / ")))
            .with("description", description(operations))
            .with("parameters", parameters(route));
    if (first.access() == Access.ANONYMOUS) {
      json.with("security", List.of());
    }
    if (route.method() == HttpMethod.POST || route.method() == HttpMethod.PUT) {
      json.with("requestBody", requestBody(route));
    }
    operations.forEach(
        operation -> schemas.put(operation.name() + "Reply", replies.reply(operation.replyType())));
    json.with(
        "responses",
        sync ? Envelope.syncResponses(anyReply(operations)) : Envelope.asyncResponses());
    if (!sync) {
      List<String> told = replies(operations);
      results.addAll(told);
      json.with(
          "callbacks", Json.of("finished", Envelope.finished(operationId(route, path), told)));
      json.with("x-result", any(told));
    }
    return json.map();
  }

  private static String operationId(Route route, String path) {
    OperationModel first = route.operations().getFirst();
    if (route.operations().size() > 1) {
      return "Put" + path.replaceAll("\\W+", "_");
    }
    return route.path(first).equals(first.paths().getFirst())
        ? first.name()
        : first.name() + "ByUuid";
  }

  private static String tag(OperationModel operation) {
    String name = operation.type().getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String description(List<OperationModel> operations) {
    return operations.stream()
        .map(operation ->
            "**%s** (since %s): %s %s"
                .formatted(
                    operation.name(), operation.since(), operation.summary(), access(operation)))
        .collect(Collectors.joining("\n\n"));
  }

  private static String access(OperationModel operation) {
    return switch (operation.access()) {
      case ADMIN -> "For administrators.";
      case ACCOUNT -> "For every account.";
      case ANONYMOUS -> "Needs no session.";
    };
  }

  private static List<Object> parameters(Route route) {
    List<Object> parameters = new ArrayList<>();
    OperationModel first = route.operations().getFirst();
    if (route.method() == HttpMethod.GET || route.method() == HttpMethod.DELETE) {
      Set<String> inPath = OperationModel.variables(route.path(first));
      first.parameters().stream()
          .filter(p -> !inPath.contains(p.name()))
          .forEach(p -> parameters.add(queryParameter(p)));
    }
    if (first.mode() == Mode.ASYNC) {
      Envelope.JOB_HEADERS.forEach(name -> parameters.add(Json.ref("parameters", name)));
    }
    parameters.add(Json.ref("parameters", "X-JSON-Schema"));
    return parameters;
  }

  private static Map<String, Object> queryParameter(ParameterModel parameter) {
    return Json.object()
        .with("name", parameter.name())
        .with("in", "query")
        .with("required", parameter.required())
        .with("description", ParameterSchemas.description(parameter))
        .with("schema", ParameterSchemas.schema(parameter))
        .map();
  }

  private Map<String, Object> requestBody(Route route) {
    List<OperationModel> operations = route.operations();
    for (OperationModel operation : operations) {
      Set<String> inPath = OperationModel.variables(route.path(operation));
      schemas.put(operation.name(), ParameterSchemas.body(operation, inPath));
      if (route.method() == HttpMethod.PUT) {
        schemas.put(operation.name() + "Action", Envelope.action(operation));
      }
    }
    Map<String, Object> body =
        route.method() == HttpMethod.POST
            ? Envelope.post(operations.getFirst(), needsParameters(route))
            : any(operations.stream().map(o -> o.name() + "Action").toList());
    return Json.object().with("required", true).with("content", Json.content(body)).map();
  }

  private static boolean needsParameters(Route route) {
    OperationModel operation = route.operations().getFirst();
    Set<String> inPath = OperationModel.variables(route.path(operation));
    return operation.parameters().stream()
        .anyMatch(p -> p.required() && p.defaultValue().isEmpty() && !inPath.contains(p.name()));
  }

  private static List<String> replies(List<OperationModel> operations) {
    return operations.stream().map(o -> o.name() + "Reply").toList();
  }

  private static Map<String, Object> anyReply(List<OperationModel> operations) {
    return any(replies(operations));
  }

  private static Map<String, Object> any(List<String> names) {
    List<Map<String, Object>> refs = names.stream().map(Json::schemaRef).toList();
    return refs.size() == 1 ? refs.getFirst() : Json.of("anyOf", refs);
  }
}
