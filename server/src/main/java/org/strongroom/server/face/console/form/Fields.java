package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.flag;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.table.Inventories;

/** Fields of a form, each made from the declaration of its parameter. */
final class Fields {
  private static final int LONG = 1024;

  private final View view;
  private final OperationModel operation;

  /** What was given before, by name; secrets are never among it. */
  private final Map<String, List<String>> given;

  Fields(View view, OperationModel operation, Map<String, List<String>> given) {
    this.view = view;
    this.operation = operation;
    this.given = given;
  }

  private String value(ParameterModel parameter) {
    List<String> values = given.get(parameter.name());
    if (values != null && !values.isEmpty()) {
      return values.getFirst();
    }
    return parameter.commandDefault().or(parameter::defaultValue).orElse("");
  }

  Node of(ParameterModel parameter) {
    if (parameter.isBoolean()) {
      return parameter.type() == boolean.class ? box(parameter) : perhaps(parameter);
    }
    if (parameter.isList()) {
      return parameter.named().isEmpty()
          ? lines(parameter)
          : new Choices(view, operation, parameter, given).boxes(label(parameter), hint(parameter));
    }
    if (!parameter.choices().isEmpty()) {
      return select(parameter, parameter.choices());
    }
    if (parameter.named().size() == 1
        && Inventories.fields(inventory(parameter)).contains("uuid")) {
      return new Choices(view, operation, parameter, given)
          .one(label(parameter), hint(parameter))
          .orElseGet(() -> input(parameter)); // who may not see them writes the uuid
    }
    return input(parameter);
  }

  private static Class<?> inventory(ParameterModel parameter) {
    return Operations.query(parameter.named().getFirst()).queried().orElseThrow();
  }

  private Node field(ParameterModel parameter, Node control) {
    return el("div.field", labelled(parameter), control, hint(parameter));
  }

  private Node labelled(ParameterModel parameter) {
    return el("label", at("for", id(parameter)), label(parameter));
  }

  private Node label(ParameterModel parameter) {
    return all(
        text(view.texts().field(operation.type(), parameter.name())),
        parameter.required()
            ? el("span.required", text(" " + view.say("form.required")))
            : Node.NONE);
  }

  private Node hint(ParameterModel parameter) {
    String words = sentence(view.help(parameter.description()));
    boolean lines = parameter.isList() && parameter.named().isEmpty();
    return el(
        "p.hint",
        at("id", id(parameter) + "-hint"),
        text(lines ? words + " " + view.say("form.lines") : words));
  }

  private static String sentence(String words) {
    if (words.isEmpty()) {
      return "";
    }
    String end = words.charAt(words.length() - 1) > 0x2e80 ? "\u3002" : ".";
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + end;
  }

  static String id(ParameterModel parameter) {
    return "f-" + parameter.name();
  }

  private Node input(ParameterModel parameter) {
    List<Part> parts = parts(parameter);
    if (parameter.secret()) {
      parts.add(at("autocomplete", "new-password"));
      if (parameter.maxLength() > LONG) {
        return field(parameter, el("textarea", parts.toArray(Part[]::new)));
      }
      parts.add(at("type", "password"));
      return field(parameter, el("input", parts.toArray(Part[]::new)));
    }
    parts.add(at("value", value(parameter)));
    parts.add(at("autocomplete", "off"));
    if (parameter.isNumber()) {
      parts.add(at("type", "number"));
      if (parameter.min() > Long.MIN_VALUE) {
        parts.add(at("min", parameter.min()));
      }
      if (parameter.max() < Integer.MAX_VALUE) {
        parts.add(at("max", parameter.max()));
      }
    } else {
      parts.add(at("maxlength", parameter.maxLength()));
    }
    return field(parameter, el("input", parts.toArray(Part[]::new)));
  }

  private List<Part> parts(ParameterModel parameter) {
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", id(parameter)));
    parts.add(at("name", parameter.name()));
    parts.add(at("aria-describedby", id(parameter) + "-hint"));
    parts.add(flag("required", parameter.required()));
    return parts;
  }

  private Node select(ParameterModel parameter, List<String> choices) {
    List<Part> parts = parts(parameter);
    String chosen = value(parameter);
    if (!parameter.required() || chosen.isEmpty()) {
      parts.add(unsaid(view, parameter));
    }
    for (String choice : choices) {
      parts.add(
          el(
              "option",
              at("value", choice),
              flag("selected", choice.equals(chosen)),
              text(
                  parameter.name().equals("operation")
                      ? view.texts().operation(choice)
                      : view.texts().choice(choice))));
    }
    return field(parameter, el("select", parts.toArray(Part[]::new)));
  }

  static Node unsaid(View view, ParameterModel parameter) {
    return el(
        "option",
        at("value", ""),
        text(view.say(parameter.required() ? "form.choose" : "form.unsaid")));
  }

  private Node box(ParameterModel parameter) {
    return el(
        "div.field.check",
        el(
            "input",
            at("type", "checkbox"),
            at("id", id(parameter)),
            at("name", parameter.name()),
            at("value", "true"),
            at("aria-describedby", id(parameter) + "-hint"),
            flag("checked", value(parameter).equals("true"))),
        labelled(parameter),
        hint(parameter));
  }

  /** Yes, no, or as it is. */
  private Node perhaps(ParameterModel parameter) {
    List<Part> parts = parts(parameter);
    String chosen = value(parameter);
    parts.add(el("option", at("value", ""), text(view.say("form.unsaid"))));
    for (String each : new String[] {"true", "false"}) {
      parts.add(
          el(
              "option",
              at("value", each),
              flag("selected", each.equals(chosen)),
              text(view.say(each.equals("true") ? "yes" : "no"))));
    }
    return field(parameter, el("select", parts.toArray(Part[]::new)));
  }

  /** One value in a line. */
  private Node lines(ParameterModel parameter) {
    List<Part> parts = parts(parameter);
    parts.add(text(String.join("\n", given.getOrDefault(parameter.name(), List.of()))));
    return field(parameter, el("textarea", parts.toArray(Part[]::new)));
  }

  /** What the Enter key presses without scripts, wherever buttons that find stand in a form. */
  static Node first() {
    return el(
        "noscript",
        el(
            "button.vh",
            at("type", "submit"),
            at("tabindex", "-1"),
            at("aria-hidden", "true"),
            text("\u21b5")));
  }

  /** A value that goes along unseen. */
  static Node hidden(String name, String value) {
    return Html.el("input", at("type", "hidden"), at("name", name), at("value", value));
  }
}
