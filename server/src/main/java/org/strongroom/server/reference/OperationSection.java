package org.strongroom.server.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Parameter;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.Query;

/** What the reference tells about one operation. */
final class OperationSection {
  private static final List<String> HEADER =
      List.of("parameter", "required", "type", "values", "default", "meaning", "since");

  private final OperationModel operation;

  OperationSection(OperationModel operation) {
    this.operation = operation;
  }

  void write(Markdown text) {
    text.heading(3, operation.name());
    text.paragraph(operation.summary());
    text.code(
        operation.paths().stream()
            .map(path -> operation.method() + " /zstack/v1" + path)
            .collect(Collectors.joining("\n")));
    text.paragraph(facts());
    if (operation.queried().isPresent()) {
      text.paragraph("Parameters: those of [queries](#queries).");
    } else {
      text.table(HEADER, operation.parameters().stream().map(p -> row(p, operation)).toList());
    }
    text.paragraph("Answers " + answer() + ".");
    text.code("./strongroom " + example());
    if (!operation.command().isEmpty()) {
      text.paragraph("Also as `./strongroom " + operation.command() + "`.");
    }
    for (String shortcut : operation.shortcuts()) {
      String[] said = shortcut.split(" ", 3);
      text.paragraph("`./strongroom %s %s` says `%s`.".formatted(said[0], said[1], said[2]));
    }
  }

  private String facts() {
    List<String> facts = new ArrayList<>();
    facts.add(
        switch (operation.access()) {
          case ADMIN -> "For administrators";
          case ACCOUNT -> "For every account";
          case ANONYMOUS -> "Needs no session";
        });
    facts.add(
        operation.mode() == Mode.SYNC
            ? "answers at once"
            : "a job, given up after "
                + operation.timeoutSeconds()
                + " s unless the caller says otherwise");
    switch (operation.method()) {
      case PUT -> facts.add("parameters inside `" + operation.actionKey() + "`");
      case POST -> facts.add("parameters inside `params`");
      case GET, DELETE -> {}
    }
    if (!operation.messagePackage().isEmpty()) {
      facts.add("message `" + operation.messagePackage() + ".API" + operation.name() + "Msg`");
    }
    return String.join("; ", facts) + ". Since " + operation.since() + ".";
  }

  private static List<String> row(ParameterModel parameter, OperationModel operation) {
    return Markdown.cells(
        "`" + parameter.name() + "`",
        parameter.required() ? "yes" : "",
        type(parameter),
        values(parameter),
        parameter.defaultValue().map(value -> "`" + value + "`").orElse(""),
        parameter.description() + (parameter.secret() ? "; never shown" : ""),
        later(parameter.since(), operation.since()));
  }

  private static String later(String version, String other) {
    return version.compareTo(other) > 0 ? version : other;
  }

  private static String type(ParameterModel parameter) {
    String resource = parameter.resource().map(type -> "uuid of a " + type.noun()).orElse("text");
    if (parameter.isList()) {
      return "list: " + resource;
    }
    if (parameter.isMap()) {
      return "map";
    }
    if (parameter.isNumber()) {
      return "number";
    }
    return parameter.isBoolean() ? "true or false" : resource;
  }

  private static String values(ParameterModel parameter) {
    if (!parameter.choices().isEmpty()) {
      return Markdown.codes(parameter.choices());
    }
    if (parameter.isList()) {
      return "at most " + parameter.maxItems();
    }
    if (!parameter.isNumber() && parameter.maxLength() != Parameter.USUAL_LENGTH) {
      return "at most " + parameter.maxLength() + " characters";
    }
    boolean bounded = parameter.max() < Integer.MAX_VALUE;
    if (parameter.min() == Long.MIN_VALUE) {
      return bounded ? "at most " + parameter.max() : "";
    }
    return bounded ? parameter.min() + " to " + parameter.max() : "at least " + parameter.min();
  }

  private String answer() {
    Type reply = operation.replyType();
    if (reply == EmptyReply.class) {
      return "`{}`";
    }
    if (reply instanceof ParameterizedType generic) {
      Class<?> inventory = (Class<?>) generic.getActualTypeArguments()[0];
      String name = generic.getRawType() == InventoryReply.class ? "`inventory`" : "`inventories`";
      return name + ": " + InventorySections.link(inventory);
    }
    return Arrays.stream(((Class<?>) reply).getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private String example() {
    if (operation.queried().isPresent()) {
      return operation.name() + " limit=10";
    }
    return operation.name()
        + operation.parameters().stream()
            .filter(ParameterModel::required)
            .map(p -> " " + p.name() + "=" + value(p))
            .collect(Collectors.joining());
  }

  private static String value(ParameterModel parameter) {
    if (!parameter.choices().isEmpty()) {
      return parameter.choices().getFirst();
    }
    return parameter.name().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  /** The parameters that all queries have. */
  static List<List<String>> queryParameters(List<OperationModel> operations) {
    return operations.stream()
        .filter(operation -> operation.queried().isPresent())
        .findFirst()
        .map(query -> query.parameters().stream().map(p -> row(p, query)).toList())
        .orElseThrow(() -> new IllegalStateException("no operation has " + Query.class));
  }

  static List<String> header() {
    return HEADER;
  }
}
