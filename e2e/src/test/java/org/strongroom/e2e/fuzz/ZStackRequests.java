package org.strongroom.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.e2e.fuzz.FuzzCallers.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of all operations of the ZStack face and of its messages, good and bad. */
final class ZStackRequests {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FuzzCallers callers;
  private final Random random;
  private final HostileValues values;
  private final FuzzParameters parameters;
  private final FuzzBodies bodies;

  ZStackRequests(
      FuzzCallers callers,
      Random random,
      HostileValues values,
      FuzzParameters parameters,
      FuzzBodies bodies) {
    this.callers = callers;
    this.random = random;
    this.values = values;
    this.parameters = parameters;
    this.bodies = bodies;
  }

  /** A call of any operation. */
  WireRequest next() {
    OperationModel operation = values.one(Operations.all());
    if (isSlow(operation) && random.nextInt(30) != 0) {
      operation = values.one(Operations.all());
    }
    Caller caller = FuzzCallers.any(random);
    if (caller != Caller.NOBODY && endsOthersSessions(operation)) {
      caller = Caller.ACCOUNT; // those who judge what comes of it are logged in as administrator
    }
    boolean message = !operation.messagePackage().isEmpty() && random.nextInt(5) == 0;
    return message ? message(operation, caller) : rest(operation, caller);
  }

  /**
   * Passwords take long to hash, wrong ones are refused later and later, and all have to log in
   * again after their sessions were ended.
   */
  private static boolean isSlow(OperationModel operation) {
    return endsOthersSessions(operation)
        || switch (operation.name()) {
          case "LogInByAccount", "CreateAccount", "UpdateAccount" -> true;
          default -> false;
        };
  }

  private static boolean endsOthersSessions(OperationModel operation) {
    return operation.name().equals("RevokeOtherSessions");
  }

  private WireRequest rest(OperationModel operation, Caller caller) {
    Map<String, Object> given = parameters.of(operation);
    String path = values.one(operation.paths());
    for (String variable : OperationModel.variables(path)) {
      Object value = given.remove(variable);
      String text = random.nextInt(10) == 0 ? values.text() : String.valueOf(value);
      path = path.replace("{" + variable + "}", values.inUrl(text));
    }
    List<String> headers = new ArrayList<>(List.of("Host: strongroom"));
    String session = callers.session(caller, random);
    if (!session.isEmpty()) {
      headers.add("Authorization: OAuth " + session);
    }
    int faults = faults();
    String target = "/zstack/v1" + path;
    byte[] body = new byte[0];
    switch (operation.method()) {
      case GET, DELETE -> target += query(operation, given, faults);
      case POST -> body = bodies.spoiled(JSON.valueToTree(Map.of("params", given)), faults);
      case PUT ->
          body = bodies.spoiled(JSON.valueToTree(Map.of(operation.actionKey(), given)), faults);
    }
    return new WireRequest(
            caller + " " + operation.name(), operation.method().name(), target, headers, body, true)
        .withBody(body);
  }

  private int faults() {
    return Math.max(0, random.nextInt(5) - 1);
  }

  private String query(OperationModel operation, Map<String, Object> given, int faults) {
    List<String> pairs = new ArrayList<>();
    given.forEach((name, value) -> {
      for (Object item : value instanceof List<?> items ? items : List.of(value)) {
        pairs.add(name + "=" + values.inUrl(String.valueOf(item)));
      }
    });
    for (int i = 0; i < faults; i++) {
      pairs.add(spoiledPair(operation));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private String spoiledPair(OperationModel operation) {
    if (operation.parameters().isEmpty()) {
      return values.inUrl(values.text()) + "=" + values.inUrl(values.text());
    }
    ParameterModel parameter = values.one(operation.parameters());
    String value =
        switch (random.nextInt(4)) {
          case 0 -> values.number(parameter.min(), parameter.max());
          case 1 -> values.text(parameter.maxLength());
          default -> values.text();
        };
    return switch (random.nextInt(8)) {
      case 0 -> parameter.name();
      case 1 -> parameter.name() + "=" + values.inUrl(value) + "&" + parameter.name() + "=";
      case 2 -> values.one(List.of("&&", "=", "=a", "%", "%00=1", "q", "a[]=1", ";", "?"));
      default -> parameter.name() + "=" + values.inUrl(value);
    };
  }

  private WireRequest message(OperationModel operation, Caller caller) {
    Map<String, Object> given = new LinkedHashMap<>(parameters.of(operation));
    given.remove("q");
    if (operation.queried().isPresent() && random.nextBoolean()) {
      given.put(
          "conditions",
          List.of(
              Map.of(
                  "name",
                  values.one(List.of("name", "uuid", "status", "made up")),
                  "op",
                  values.one(List.of("=", "!=", "in", "like", "is null", "not in", "~")),
                  "value",
                  values.text())));
    }
    given.put("session", Map.of("uuid", callers.session(caller, random)));
    String type = operation.messagePackage() + ".API" + operation.name() + "Msg";
    JsonNode good = JSON.valueToTree(Map.of(type, given));
    byte[] body = bodies.spoiled(good, faults());
    return new WireRequest(
            caller + " message " + operation.name(),
            "POST",
            "/zstack/api",
            List.of("Host: strongroom"),
            body,
            true)
        .withBody(body);
  }

  /** What became of a job, for the caller who began it. */
  WireRequest poll(WireRequest call, WireAnswer accepted) {
    String location = JSON.readTree(accepted.body()).path("location").asString("");
    String job = location.substring(location.lastIndexOf('/') + 1);
    return new WireRequest(
        call.caller(),
        "GET",
        "/zstack/v1/api-jobs/" + job,
        call.headers().stream()
            .filter(header -> header.startsWith("Authorization:") || header.startsWith("Host:"))
            .toList(),
        "".getBytes(StandardCharsets.UTF_8),
        true);
  }
}
