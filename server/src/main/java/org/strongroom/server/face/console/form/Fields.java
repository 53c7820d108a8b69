package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.flag;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.text.Sizes;

/** Fields of a form, each made from the declaration of its parameter. */
final class Fields {
  private static final int LONG = 1024;
  private static final int MOST_RESOURCES = 200;

  private final View view;

  /** What was given before, by name; secrets are never among it. */
  private final Map<String, List<String>> given;

  Fields(View view, Map<String, List<String>> given) {
    this.view = view;
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
          : boxes(parameter, parameter.named().getFirst());
    }
    if (!parameter.choices().isEmpty()) {
      return select(parameter, parameter.choices());
    }
    if (parameter.named().size() == 1
        && Inventories.fields(inventory(parameter)).contains("uuid")) {
      return resource(parameter, parameter.named().getFirst());
    }
    return input(parameter);
  }

  private static Class<?> inventory(ParameterModel parameter) {
    return Operations.query(parameter.named().getFirst()).queried().orElseThrow();
  }

  private Node field(ParameterModel parameter, Node control) {
    return el("div.field", label(parameter), control, hint(parameter));
  }

  private Node label(ParameterModel parameter) {
    return el(
        "label",
        at("for", id(parameter)),
        text(view.texts().field(parameter.name())),
        parameter.required()
            ? el("span.required", text(" " + view.say("form.required")))
            : Node.NONE);
  }

  private Node hint(ParameterModel parameter) {
    String words = view.help(parameter.description());
    return el("p.hint", at("id", id(parameter) + "-hint"), text(sentence(words)));
  }

  private static String sentence(String words) {
    if (words.isEmpty()) {
      return "";
    }
    String end = words.charAt(words.length() - 1) > 0x2e80 ? "\u3002" : ".";
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + end;
  }

  private static String id(ParameterModel parameter) {
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
      parts.add(unsaid(parameter));
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

  private Node unsaid(ParameterModel parameter) {
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
        label(parameter),
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

  private Node resource(ParameterModel parameter, ResourceType type) {
    List<? extends Record> rows = resources(type);
    if (rows.isEmpty() || rows.size() >= MOST_RESOURCES) {
      return input(parameter);
    }
    List<Part> parts = parts(parameter);
    String chosen = value(parameter);
    parts.add(unsaid(parameter));
    for (Record row : rows) {
      String uuid = Inventories.text(row, "uuid");
      parts.add(
          el("option", at("value", uuid), flag("selected", uuid.equals(chosen)), text(name(row))));
    }
    return field(parameter, el("select", parts.toArray(Part[]::new)));
  }

  private Node boxes(ParameterModel parameter, ResourceType type) {
    List<String> chosen = given.getOrDefault(parameter.name(), List.of());
    List<? extends Record> rows = resources(type);
    return el(
        "div.field",
        el(
            "fieldset",
            at("id", id(parameter)),
            at("aria-describedby", id(parameter) + "-hint"),
            el(
                "legend",
                text(view.texts().field(parameter.name())),
                parameter.required()
                    ? el("span.required", text(" " + view.say("form.required")))
                    : Node.NONE),
            rows.isEmpty()
                ? el("p.calm", text(view.say("form.nothing-to-choose")))
                : all(rows.stream().map(row -> choice(parameter, row, chosen, rows.size() == 1)))),
        hint(parameter));
  }

  private Node choice(ParameterModel parameter, Record row, List<String> chosen, boolean only) {
    String uuid = Inventories.text(row, "uuid");
    boolean checked = chosen.contains(uuid) || (only && parameter.required());
    return el(
        "label.choice",
        el(
            "input",
            at("type", "checkbox"),
            at("name", parameter.name()),
            at("value", uuid),
            flag("checked", checked)),
        el("span", foreign(name(row)), standing(row)));
  }

  /** What is worth knowing of a storage before something is put there. */
  private Node standing(Record row) {
    if (!(row instanceof BackupStorageInventory storage)) {
      return Node.NONE;
    }
    List<String> words = new ArrayList<>();
    if (!storage.status().equals("Connected")) {
      words.add(view.texts().choice(storage.status()));
    }
    if (!storage.state().equals("Enabled")) {
      words.add(view.texts().choice(storage.state()));
    }
    if (storage.maintenance() != null) {
      words.add(view.texts().choice(storage.maintenance()));
    }
    if (words.isEmpty() && !Sizes.isUnbounded(storage.totalCapacity())) {
      words.add(view.say("form.room", Sizes.shown(storage.availableCapacity())));
    }
    return words.isEmpty() ? Node.NONE : el("span.sub", text(" · " + String.join(" · ", words)));
  }

  private static String name(Record row) {
    String name =
        Inventories.fields(row.getClass()).contains("name") ? Inventories.text(row, "name") : "";
    return name.isEmpty() ? Inventories.text(row, "uuid") : name;
  }

  /** Those of a kind, by name, as far as the visitor sees them. */
  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private List<? extends Record> resources(ResourceType type) {
    OperationModel query = Operations.query(type);
    boolean named = Inventories.fields(query.queried().orElseThrow()).contains("name");
    try {
      List<? extends Record> rows =
          ((QueryReply<? extends Record>)
                  view.asking()
                      .ask(
                          query,
                          named
                              ? Map.of("limit", MOST_RESOURCES, "sort", "+name")
                              : Map.of("limit", MOST_RESOURCES)))
              .inventories();
      return rows == null ? List.of() : rows;
    } catch (ApiException e) {
      return List.of(); // who may not see them writes the uuid
    }
  }

  /** A value that goes along unseen. */
  static Node hidden(String name, String value) {
    return Html.el("input", at("type", "hidden"), at("name", name), at("value", value));
  }
}
