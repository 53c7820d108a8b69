package org.strongroom.cli.help;

import java.util.List;
import org.strongroom.cli.call.QueryCondition;
import org.strongroom.cli.call.QueryFields;

/** How conditions are written, and on what. */
final class QueryHelp {
  private QueryHelp() {}

  static void add(List<String> lines, QueryFields fields) {
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
      lines.add("Relations, at most four in a row (relation.field=value):");
      lines.add("  " + String.join(", ", fields.relations().keySet()));
    }
  }
}
