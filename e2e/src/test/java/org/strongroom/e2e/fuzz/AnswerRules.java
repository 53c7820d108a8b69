package org.strongroom.e2e.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.api.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer has to be, whatever was asked. */
final class AnswerRules {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> CODES =
      Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());

  /** How a failure is told that nobody has thought of. */
  private static final String UNEXPECTED = "an unexpected failure";

  /** What tells of the inside: stack traces, classes, statements. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\tat"
              + " |\\bjava\\.|\\bjavax\\.|Exception\\b|org\\.(strongroom|eclipse|sqlite|postgresql|jooq|apache)|tools\\.jackson|com\\.fasterxml|io\\.javalin|SQLITE_|\\b(select|insert|update|delete)"
              + " .*\\s(from|into|set)\\s|NullPointer|OutOfMemory|StackOverflow",
          Pattern.CASE_INSENSITIVE);

  private final List<String> secrets;

  /**
   * The rules.
   *
   * @param secrets what no answer may hold
   */
  AnswerRules(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /** What is wrong with an answer; empty if nothing is. */
  Optional<String> broken(WireRequest request, WireAnswer answer) {
    Optional<String> secret = secrets.stream().filter(answer.body()::contains).findFirst();
    if (secret.isPresent()) {
      return Optional.of("the answer holds a secret");
    }
    if (!answer.header(HostileValues.INJECTED).isEmpty()) {
      return Optional.of("a header was injected");
    }
    if (answer.status() < 400) {
      return ofSuccess(request, answer);
    }
    if (request.method().equals("HEAD") || answer.status() == 416) {
      return answer.status() == 500 ? Optional.of("500") : Optional.empty();
    }
    if (INSIDE.matcher(beginning(answer.body())).find()
        && !INSIDE.matcher(request.toString()).find()) {
      return Optional.of("the answer tells of the inside");
    }
    if (answer.body().contains(UNEXPECTED)) {
      return Optional.of("an internal error");
    }
    if (answer.isJson()) {
      return ofJson(answer);
    }
    if (!answer.isText()) {
      return Optional.of("an error is neither JSON nor plain text");
    }
    return ofText(request, answer);
  }

  private static String beginning(String body) {
    return body.substring(0, Math.min(4000, body.length()));
  }

  private static Optional<String> ofSuccess(WireRequest request, WireAnswer answer) {
    if (!answer.isJson() || request.method().equals("HEAD") || answer.status() == 204) {
      return Optional.empty();
    }
    JsonNode body = parsed(answer.body());
    if (body == null) {
      return answer.status() == 202 && answer.body().isEmpty()
          ? Optional.empty()
          : Optional.of("the answer is not JSON");
    }
    if (!body.path("result").isString()) {
      return Optional.empty();
    }
    JsonNode result = parsed(body.get("result").stringValue());
    if (result == null) {
      return Optional.of("the result is not JSON");
    }
    return result.toString().contains(UNEXPECTED)
        ? Optional.of("an internal error")
        : Optional.empty();
  }

  private static Optional<String> ofJson(WireAnswer answer) {
    JsonNode body = parsed(answer.body());
    if (body == null || !body.isObject() || body.size() != 1) {
      return Optional.of("an error is not an object with one key");
    }
    JsonNode error = body.properties().iterator().next().getValue();
    if (error.path("details").isString()) {
      return ofZStack(answer, error);
    }
    if (error.path("code").asInt(0) != answer.status()) {
      return Optional.of("the code is not the status");
    }
    if (error.path("message").asString("").isBlank()) {
      return Optional.of("an error has no message");
    }
    return isDeclared(answer) ? Optional.empty() : Optional.of("an undeclared " + answer.status());
  }

  private static Optional<String> ofZStack(WireAnswer answer, JsonNode error) {
    if (answer.status() != 503 && answer.status() >= 500) {
      return Optional.of("an undeclared " + answer.status());
    }
    for (JsonNode one = error; one.isObject(); one = one.path("cause")) {
      if (!CODES.contains(one.path("code").asString(""))) {
        return Optional.of("an undeclared code");
      }
      if (one.path("details").asString("").isBlank()) {
        return Optional.of("an error has no details");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofText(WireRequest request, WireAnswer answer) {
    if (answer.body().isBlank()) {
      return Optional.of("an error has no text");
    }
    boolean unread = answer.body().startsWith("the request can not be read: ");
    if (!unread && request.path().startsWith("/v3/")) {
      return Optional.of("not in the form of the volume API");
    }
    if (unread && (answer.status() == 501 || answer.status() == 505)) {
      return Optional.empty();
    }
    return isDeclared(answer) ? Optional.empty() : Optional.of("an undeclared " + answer.status());
  }

  /** Of the failures only "not here" and "not now" are answers to a client. */
  private static boolean isDeclared(WireAnswer answer) {
    return answer.status() < 500 || answer.status() == 501 || answer.status() == 503;
  }

  private static JsonNode parsed(String text) {
    try {
      return text.isEmpty() ? null : JSON.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }
}
