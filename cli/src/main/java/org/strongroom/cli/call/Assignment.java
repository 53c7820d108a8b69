package org.strongroom.cli.call;

import java.util.ArrayList;
import java.util.List;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;

/**
 * One {@code key=value} of a call.
 *
 * @param entry the name inside a map parameter ({@code clientInfo.name=value}); empty for others
 */
record Assignment(ParameterModel parameter, String entry, String value) {

  static Assignment parse(OperationModel operation, String word) {
    int equals = word.indexOf('=');
    if (equals <= 0) {
      // The word is not repeated: it may be a part of a secret with a space in it.
      throw new UsageException(
          "%s takes key=value; one of the words has no key. Quote values that hold spaces"
              .formatted(operation.name()));
    }
    String key = word.substring(0, equals);
    int dot = key.indexOf('.');
    String name = dot < 0 ? key : key.substring(0, dot);
    ParameterModel parameter =
        operation
            .parameter(name)
            .filter(known -> dot < 0 != known.isMap())
            .orElseThrow(() -> unknown(operation, key));
    return new Assignment(
        parameter, dot < 0 ? "" : key.substring(dot + 1), word.substring(equals + 1));
  }

  /** The items of a list: separated by commas; {@code \,} is a comma inside an item. */
  List<String> items() {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && value.charAt(i + 1) == ',') {
        item.append(',');
        i++;
      } else if (c == ',') {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    items.removeIf(String::isBlank);
    return items;
  }

  private static UsageException unknown(OperationModel operation, String key) {
    List<String> known = operation.parameters().stream().map(ParameterModel::name).toList();
    if (known.isEmpty()) {
      return new UsageException("%s takes no parameters".formatted(operation.name()));
    }
    String similar = SimilarNames.hint(key, known);
    return new UsageException(
        "%s has no parameter '%s'%s"
            .formatted(
                operation.name(),
                key,
                similar.isEmpty() ? "; it takes " + String.join(", ", known) : similar));
  }

  /** Without the value: it may be a secret. */
  @Override
  public String toString() {
    return "Assignment[" + parameter.name() + "]";
  }
}
