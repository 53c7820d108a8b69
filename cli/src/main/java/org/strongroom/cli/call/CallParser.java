package org.strongroom.cli.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.RequestDecoder;
import org.strongroom.api.registry.Operations;

/**
 * Makes a call of the words {@code Operation key=value ...}. Everything that the declarations know
 * is checked here, before anything is sent.
 */
public final class CallParser {
  private static final String SESSION = "sessionUuid";
  private final SecretSource secrets;
  private final Supplier<Optional<String>> session;

  /**
   * @param session the session in use, for operations on sessions that do not name one
   */
  public CallParser(SecretSource secrets, Supplier<Optional<String>> session) {
    this.secrets = secrets;
    this.session = session;
  }

  /**
   * The operation of this name.
   *
   * @throws UsageException that names similar ones if there is none
   */
  public static OperationModel operation(String name) {
    return Operations.named(name)
        .orElseThrow(() ->
            new UsageException(
                "unknown operation '%s'%s"
                    .formatted(name, SimilarNames.hint(name, Operations.names()))));
  }

  /**
   * Parses and checks.
   *
   * @throws UsageException that names what can not be taken, and why
   */
  public Call parse(String operationName, List<String> words) {
    OperationModel operation = operation(operationName);
    Call call =
        operation.queried().isPresent()
            ? QueryWords.parse(operation, words)
            : new Call(operation, assignments(operation, words), Optional.empty());
    try {
      RequestDecoder.decode(operation, call.values());
    } catch (ApiException e) {
      throw new UsageException(e.error().details());
    }
    return new Call(operation, typed(call), call.timeout());
  }

  private Map<String, Object> assignments(OperationModel operation, List<String> words) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String word : words) {
      Assignment assignment = Assignment.parse(operation, word);
      ParameterModel parameter = assignment.parameter();
      if (parameter.secret()) {
        String clear = secrets.resolve(parameter.name(), assignment.value());
        putOnce(values, parameter, hashed(operation, parameter, clear));
      } else if (parameter.isList()) {
        values.put(parameter.name(), merged(values.get(parameter.name()), assignment.items()));
      } else if (parameter.isMap()) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (values.get(parameter.name()) instanceof Map<?, ?> earlier) {
          earlier.forEach((key, value) -> entries.put(String.valueOf(key), value));
        }
        entries.put(assignment.entry(), assignment.value());
        values.put(parameter.name(), entries);
      } else {
        putOnce(values, parameter, assignment.value());
      }
    }
    complete(operation, values);
    return values;
  }

  private static List<String> merged(@Nullable Object earlier, List<String> items) {
    List<String> all = new ArrayList<>();
    if (earlier instanceof List<?> list) {
      list.forEach(item -> all.add(String.valueOf(item)));
    }
    all.addAll(items);
    return all;
  }

  private static void putOnce(Map<String, Object> values, ParameterModel parameter, String value) {
    if (values.put(parameter.name(), value) != null) {
      throw new UsageException("%s is given twice".formatted(parameter.name()));
    }
  }

  /** Asks for required secrets that are missing, and names the session in use where one is due. */
  private void complete(OperationModel operation, Map<String, Object> values) {
    for (ParameterModel parameter : operation.parameters()) {
      if (!parameter.required() || values.containsKey(parameter.name())) {
        continue;
      }
      if (parameter.secret()) {
        secrets
            .missing(operation, parameter.name())
            .ifPresent(clear -> values.put(parameter.name(), hashed(operation, parameter, clear)));
      } else if (isKnown(parameter.name())) {
        session.get().ifPresent(uuid -> values.put(parameter.name(), uuid));
      }
    }
  }

  /** Whether this parameter may be left out, because it is the session in use. */
  public static boolean isKnown(String parameter) {
    return parameter.equals(SESSION);
  }

  private static String hashed(OperationModel operation, ParameterModel parameter, String clear) {
    return PasswordHash.applies(operation, parameter.name()) ? PasswordHash.of(clear) : clear;
  }

  /** Numbers and booleans as such; the decoder has shown that they are. */
  private static Map<String, Object> typed(Call call) {
    Map<String, Object> typed = new LinkedHashMap<>();
    call.values()
        .forEach((name, value) ->
            typed.put(
                name,
                call.operation()
                    .parameter(name)
                    .filter(parameter -> value instanceof String)
                    .map(parameter -> typed(parameter, value.toString().strip()))
                    .orElse(value)));
    return typed;
  }

  private static Object typed(ParameterModel parameter, String text) {
    if (parameter.isNumber() && !text.isEmpty()) {
      return Long.valueOf(text);
    }
    return parameter.isBoolean() && !text.isEmpty() ? (Object) Boolean.valueOf(text) : text;
  }
}
