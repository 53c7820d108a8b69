package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The same as a form by the command line and by the API, to be put into scripts; no secrets. */
final class CommandText {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final OperationModel operation;
  private final Optional<String> uuid;

  CommandText(OperationModel operation, Optional<String> uuid) {
    this.operation = operation;
    this.uuid = uuid;
  }

  Node shown(View view) {
    return el(
        "details",
        el("summary", text(view.say("form.as-command"))),
        el("div.more", el("pre", text(command())), el("pre", text(request()))));
  }

  private List<ParameterModel> needed() {
    return operation.parameters().stream()
        .filter(each -> each.required() && !each.secret() && !each.name().equals("uuid"))
        .toList();
  }

  String command() {
    List<String> words = new ArrayList<>();
    words.add("strongroom");
    boolean readable = !operation.command().isEmpty();
    words.add(readable ? operation.command() : operation.name());
    uuid.ifPresent(value -> words.add(readable ? value : "uuid=" + value));
    for (ParameterModel parameter : needed()) {
      words.add(
          readable
              ? "--" + dashed(parameter.name()) + " " + placeholder(parameter)
              : parameter.name() + "=" + placeholder(parameter));
    }
    return String.join(" ", words);
  }

  String request() {
    String path =
        uuid.map(value -> operation.paths().getFirst().replace("{uuid}", value))
            .orElse(operation.paths().getFirst());
    String line =
        "curl -X %s -H \"Authorization: OAuth $SESSION\" \"$SERVER/zstack/v1%s\""
            .formatted(operation.method(), path);
    if (operation.method() == HttpMethod.DELETE) {
      return line;
    }
    List<String> values =
        needed().stream()
            .filter(each -> !path.contains("{" + each.name() + "}"))
            .map(each -> "\"%s\":%s".formatted(each.name(), json(each)))
            .toList();
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
