package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.console.html.Node;

/** The same as a form by the command line and by the API, to be put into scripts; no secrets. */
public final class CommandText {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final OperationModel operation;
  private final Map<String, String> named;

  /**
   * Of an operation.
   *
   * @param named what it is about by the name of the parameter, if it is about something
   */
  public CommandText(OperationModel operation, Map<String, String> named) {
    this.operation = operation;
    this.named = named;
  }

  /** Both, to be opened. */
  public Node shown(View view) {
    return shown(view, List.of(command(), request()));
  }

  private static Node shown(View view, List<String> lines) {
    return el(
        "details",
        el("summary", text(view.say("form.as-command"))),
        el("div.more", all(lines.stream().map(line -> el("pre", text(line))))));
  }

  /**
   * The same for many, one after the other: those that are named, or those that a query finds.
   *
   * @param subject the parameter that names one of them
   * @param uuids of them; empty for those of the query
   * @param most so many of the query's
   */
  public static Node ofMany(
      View view,
      OperationModel operation,
      String subject,
      List<String> uuids,
      OperationModel query,
      List<String> conditions,
      int most) {
    CommandText one = new CommandText(operation, Map.of(subject, "$uuid"));
    String command = subject.equals("uuid") ? one.command() : one.by(subject);
    String rows =
        uuids.isEmpty()
            ? "$(strongroom -o csv %s %sfields=uuid limit=%d | tail -n +2)"
                .formatted(
                    query.name(),
                    conditions.stream()
                        .map(each -> "'" + each.replace("'", "'\\''") + "' ")
                        .collect(Collectors.joining()),
                    most)
            : String.join(" ", uuids);
    return shown(view, List.of("for uuid in %s; do\n  %s\ndone".formatted(rows, command)));
  }

  /** By the operation's own name, where it is another parameter that names the resource. */
  private String by(String subject) {
    return "strongroom "
        + operation.name()
        + operation.parameters().stream()
            .filter(each -> each.required() && !each.secret())
            .map(each ->
                " "
                    + each.name()
                    + "="
                    + (each.name().equals(subject) ? "$uuid" : placeholder(each)))
            .collect(Collectors.joining());
  }

  private List<ParameterModel> needed() {
    return operation.parameters().stream()
        .filter(each -> each.required() && !each.secret() && !named.containsKey(each.name()))
        .toList();
  }

  private String command() {
    List<String> words = new ArrayList<>();
    words.add("strongroom");
    boolean readable = !operation.command().isEmpty();
    words.add(readable ? operation.command() : operation.name());
    named.forEach((name, value) ->
        words.add(
            !readable
                ? name + "=" + value
                : operation.positional().filter(each -> each.name().equals(name)).isPresent()
                    ? value
                    : "--" + dashed(name) + " " + value));
    for (ParameterModel parameter : needed()) {
      words.add(
          readable
              ? "--" + dashed(parameter.name()) + " " + placeholder(parameter)
              : parameter.name() + "=" + placeholder(parameter));
    }
    return String.join(" ", words);
  }

  private String request() {
    String declared = operation.paths().getFirst();
    String path = declared;
    for (Map.Entry<String, String> each : named.entrySet()) {
      path = path.replace("{" + each.getKey() + "}", each.getValue());
    }
    String line =
        "curl -X %s -H \"Authorization: OAuth $SESSION\" \"$SERVER/zstack/v1%s\""
            .formatted(operation.method(), path);
    if (operation.method() == HttpMethod.DELETE) {
      return line;
    }
    List<String> values = new ArrayList<>();
    named.forEach((name, value) -> {
      if (!declared.contains("{" + name + "}")) {
        values.add("\"%s\":\"%s\"".formatted(name, value));
      }
    });
    needed().stream()
        .filter(each -> !declared.contains("{" + each.name() + "}"))
        .forEach(each -> values.add("\"%s\":%s".formatted(each.name(), json(each))));
    String key = operation.method() == HttpMethod.POST ? "params" : operation.actionKey();
    return "%s -d '{\"%s\":{%s}}'".formatted(line, key, String.join(",", values));
  }

  private static String json(ParameterModel parameter) {
    String quoted = '"' + placeholder(parameter) + '"';
    return parameter.isList() ? "[" + quoted + "]" : quoted;
  }

  private static String dashed(String name) {
    return BETWEEN_WORDS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  private static String placeholder(ParameterModel parameter) {
    return dashed(parameter.name()).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
