package org.strongroom.server.face.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.strongroom.api.OperationModel;
import org.strongroom.server.face.identity.IdentityAnswer;
import org.strongroom.server.face.identity.IdentityCall;
import org.strongroom.server.face.identity.IdentityCall.For;
import org.strongroom.server.face.identity.IdentitySample;

/** The part of the document that is the identity face's, made from what that declares. */
final class IdentityCalls {
  static final String TAG = "identity-v3";
  static final String SECURITY = "token";
  private static final String FAULT = "IdentityFault";
  private static final String LINKS = "IdentityLinks";

  private final Map<String, Object> schemas;

  /**
   * The calls, whose schemas go among others.
   *
   * @param schemas where the schemas of what is told are put
   */
  IdentityCalls(Map<String, Object> schemas) {
    this.schemas = schemas;
  }

  /** By path; they stand at the server's root and not below the operations' address. */
  Map<String, Object> paths() {
    schemas.put(FAULT, fault());
    Map<String, Object> paths = new LinkedHashMap<>();
    for (IdentityCall call : IdentityCall.values()) {
      @SuppressWarnings("unchecked") // made here
      Map<String, Object> item =
          (Map<String, Object>)
              paths.computeIfAbsent(
                  call.path(),
                  _ -> Json.object().with("servers", List.of(Json.of("url", "/"))).map());
      item.put(call.method().toLowerCase(Locale.ROOT), operation(call));
    }
    return paths;
  }

  static Map<String, Object> security() {
    return Json.object()
        .with("type", "apiKey")
        .with("in", "header")
        .with("name", "X-Auth-Token")
        .with("description", "a token from POST /v3/auth/tokens")
        .map();
  }

  private Map<String, Object> operation(IdentityCall call) {
    Json json =
        Json.object()
            .with("operationId", operationId(call))
            .with("tags", List.of(TAG))
            .with("summary", call.summary())
            .with("description", "OpenStack's Identity API v3. " + call.who().words())
            .with("parameters", parameters(call))
            .with(
                "security",
                call.who() == For.ANYBODY ? List.of() : List.of(Json.of(SECURITY, List.of())));
    call.body()
        .ifPresent(body ->
            json.with(
                "requestBody",
                Json.object().with("required", true).with("content", content(body)).map()));
    return json.with("responses", responses(call)).map();
  }

  /** As in {@code IdentityListUsers}. */
  private static String operationId(IdentityCall call) {
    StringBuilder id = new StringBuilder("Identity");
    for (String word : call.name().split("_")) {
      id.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return id.toString();
  }

  private static List<Object> parameters(IdentityCall call) {
    List<Object> parameters = new ArrayList<>();
    OperationModel.variables(call.path())
        .forEach(name -> parameters.add(parameter(name, "path", true)));
    if (call.who() == For.SUBJECT) {
      parameters.add(parameter("X-Subject-Token", "header", true));
    }
    call.filters().forEach(name -> parameters.add(parameter(name, "query", false)));
    return parameters;
  }

  private static Map<String, Object> parameter(String name, String place, boolean required) {
    return Json.object()
        .with("name", name)
        .with("in", place)
        .with("required", required)
        .with("schema", Json.type("string"))
        .map();
  }

  private Map<String, Object> responses(IdentityCall call) {
    Map<String, Object> responses = new TreeMap<>();
    responses.put(String.valueOf(call.answer().status()), answer(call));
    if (call == IdentityCall.LOG_IN) {
      responses.put("413", fault("The body is larger than http.maxBody."));
      responses.put("429", fault("Too many log-ins failed; Retry-After tells when to try again."));
    }
    if (call.path().contains("{") || call.who() == For.SUBJECT) {
      responses.put("404", fault("There is none, or none that the caller may see."));
    }
    responses.put("405", fault("The path has other methods."));
    if (call.who() != For.ANYBODY || call.body().isPresent()) {
      responses.put("400", fault("The request is not understood."));
      responses.put("401", fault("The token, or what was given for one, is not valid."));
      responses.put("503", fault("The catalog, or the Keystone that is asked, does not answer."));
    }
    if (call.who() != For.ANYBODY) {
      responses.put("403", fault("The token's bearer may not do this."));
    }
    return responses;
  }

  private static Map<String, Object> fault(String description) {
    return Json.object()
        .with("description", description)
        .with("content", Json.content(Json.schemaRef(FAULT)))
        .map();
  }

  private static Map<String, Object> fault() {
    return closed(
        "error",
        closed(
            "code",
            Json.type("integer"),
            "message",
            Json.type("string"),
            "title",
            Json.type("string")));
  }

  private Map<String, Object> answer(IdentityCall call) {
    IdentityAnswer answer = call.answer();
    Json response = Json.object().with("description", "Done.");
    if (call == IdentityCall.LOG_IN || call == IdentityCall.SHOW_TOKEN) {
      response.with(
          "headers",
          Json.of(
              "X-Subject-Token",
              Json.object()
                  .with("description", "the text of the token")
                  .with("schema", Json.type("string"))
                  .map()));
    }
    return switch (answer.shape()) {
      case EMPTY -> response.map();
      default -> response.with("content", Json.content(body(answer))).map();
    };
  }

  private Map<String, Object> body(IdentityAnswer answer) {
    Map<String, Object> one = named(answer.sample());
    Map<String, Object> list = Json.array(one);
    return switch (answer.shape()) {
      case EMPTY -> Map.of();
      case ONE -> closed(answer.noun(), one);
      case LIST_ALONE -> closed(answer.noun(), list);
      case VALUES -> closed(answer.noun(), closed("values", list));
      case LIST_WITH_SELF ->
          closed(answer.noun(), list, "links", closed("self", Json.type("string")));
      case LIST -> {
        Map<String, Object> page = Json.of("type", List.of("string", "null"));
        schemas.put(LINKS, closed("next", page, "self", Json.type("string"), "previous", page));
        yield closed(answer.noun(), list, "links", Json.schemaRef(LINKS));
      }
    };
  }

  private Map<String, Object> content(IdentitySample body) {
    return Json.content(named(body));
  }

  private Map<String, Object> named(IdentitySample sample) {
    schemas.put(sample.name(), ExampleSchemas.of(List.copyOf(sample.examples())));
    return Json.schemaRef(sample.name());
  }

  /** An object that has all of these. */
  private static Map<String, Object> closed(Object... namesAndSchemas) {
    Json properties = Json.object();
    for (int i = 0; i < namesAndSchemas.length; i += 2) {
      properties.with((String) namesAndSchemas[i], namesAndSchemas[i + 1]);
    }
    return Json.object()
        .with("type", "object")
        .with("required", List.copyOf(properties.map().keySet()))
        .with("properties", properties.map())
        .map();
  }
}
