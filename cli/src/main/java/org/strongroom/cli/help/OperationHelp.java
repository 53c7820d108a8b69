package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
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
    if (!operation.command().isEmpty()) {
      lines.add("Also: strongroom " + operation.command());
    }
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
            parameter ->
                ParameterText.of(
                    operation, parameter, parameter.name() + ".key=value", "true or false")));
    if (operation.parameters().stream().anyMatch(ParameterModel::secret)) {
      lines.add("");
      lines.add("Secrets: key=? asks, key=@FILE reads a file, key=@- a line of standard input,");
      lines.add("key=env:NAME a variable, key=text:VALUE takes the value as it stands.");
    }
  }

  private static void query(List<String> lines, OperationModel operation, QueryFields fields) {
    lines.add("Usage: strongroom " + operation.name() + " [condition ...] [setting=value ...]");
    QueryHelp.add(lines, fields);
    lines.add("");
    lines.add("Settings:");
    lines.addAll(
        DefinitionList.of(
            QuerySettings.DESCRIBED.entrySet(),
            setting -> "  " + setting.getKey(),
            setting -> setting.getValue()));
  }
}
