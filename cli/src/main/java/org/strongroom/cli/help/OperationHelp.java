package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.cli.call.PasswordHash;
import org.strongroom.cli.call.QueryCondition;
import org.strongroom.cli.call.QueryFields;
import org.strongroom.cli.call.QuerySettings;

/** The help of one operation, from its declaration. */
public final class OperationHelp {
  private OperationHelp() {}

  /** What it does, its parameters or its fields, and an example. */
  public static String of(OperationModel operation) {
    List<String> lines = new ArrayList<>();
    lines.add(operation.name() + " (since " + operation.since() + ")");
    lines.add(operation.summary());
    lines.add("");
    operation
        .queried()
        .ifPresentOrElse(
            inventory -> query(lines, operation, QueryFields.of(inventory)),
            () -> call(lines, operation));
    return String.join("\n", lines);
  }

  private static void call(List<String> lines, OperationModel operation) {
    String required =
        operation.parameters().stream()
            .filter(ParameterModel::required)
            .map(parameter -> " " + parameter.name() + "=...")
            .collect(Collectors.joining());
    boolean more = operation.parameters().stream().anyMatch(parameter -> !parameter.required());
    lines.add(
        "Usage: strongroom " + operation.name() + required + (more ? " [key=value ...]" : ""));
    if (operation.parameters().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Parameters (* required):");
    lines.addAll(
        DefinitionList.of(
            operation.parameters(),
            parameter -> (parameter.required() ? "* " : "  ") + parameter.name(),
            parameter -> describe(operation, parameter)));
    if (operation.parameters().stream().anyMatch(ParameterModel::secret)) {
      lines.add("");
      lines.add("Secrets: key=? asks, key=@FILE reads a file, key=@- a line of standard input,");
      lines.add("key=env:NAME a variable, key=text:VALUE takes the value as it stands.");
    }
  }

  private static String describe(OperationModel operation, ParameterModel parameter) {
    if (PasswordHash.applies(operation, parameter.name())) {
      return "the password as it is; it leaves this machine only as its SHA-512";
    }
    StringBuilder text = new StringBuilder(parameter.description());
    if (parameter.isList()) {
      text.append("; separated by commas");
    }
    if (parameter.isMap()) {
      text.append("; written ").append(parameter.name()).append(".key=value");
    }
    if (parameter.isBoolean()) {
      text.append("; true or false");
    }
    if (!parameter.choices().isEmpty()) {
      text.append("; one of ").append(String.join(", ", parameter.choices()));
    }
    if (parameter.isNumber() && parameter.min() != Long.MIN_VALUE) {
      text.append("; from ").append(parameter.min());
      if (parameter.max() < Integer.MAX_VALUE) {
        text.append(" to ").append(parameter.max());
      }
    }
    parameter.defaultValue().ifPresent(value -> text.append("; default ").append(value));
    return text.toString();
  }

  private static void query(List<String> lines, OperationModel operation, QueryFields fields) {
    lines.add("Usage: strongroom " + operation.name() + " [condition ...] [setting=value ...]");
    lines.add("");
    lines.add("Conditions are field, operator and value without spaces; all have to hold.");
    lines.add("Operators: " + String.join(" ", QueryCondition.OPERATORS));
    lines.add("field=null and field!=null ask whether there is a value; ?= and !?= take a list,");
    lines.add("separated by commas; ~= and !~= a part of the text, or a pattern with % and _.");
    lines.add("");
    lines.add("Fields:");
    lines.addAll(
        DefinitionList.of(
            fields.fields().entrySet(),
            field -> "  " + field.getKey(),
            field ->
                field.getValue().description()
                    + (field.getValue().choices().isEmpty()
                        ? ""
                        : "; one of " + String.join(", ", field.getValue().choices()))));
    if (!fields.relations().isEmpty()) {
      lines.add("");
      lines.add("Relations, to be followed to any depth (relation.field=value):");
      lines.add("  " + String.join(", ", fields.relations().keySet()));
    }
    lines.add("");
    lines.add("Settings:");
    lines.addAll(
        DefinitionList.of(
            QuerySettings.DESCRIBED.entrySet(),
            setting -> "  " + setting.getKey(),
            setting -> setting.getValue()));
  }
}
