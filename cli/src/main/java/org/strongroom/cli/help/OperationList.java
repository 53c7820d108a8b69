package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;

/** All operations by what they are about. */
public final class OperationList {
  private OperationList() {}

  /** A paragraph for each noun, a line for each operation. */
  public static String text() {
    List<String> lines = new ArrayList<>();
    Operations.all().stream()
        .collect(Collectors.groupingBy(OperationList::noun, TreeMap::new, Collectors.toList()))
        .forEach((noun, operations) -> {
          lines.add("");
          lines.add(noun + ":");
          lines.addAll(
              DefinitionList.of(
                  operations.stream().sorted(Comparator.comparing(OperationModel::name)).toList(),
                  OperationModel::name,
                  OperationModel::summary));
        });
    return String.join("\n", lines).stripLeading();
  }

  private static String noun(OperationModel operation) {
    String declaredIn = operation.type().getPackageName();
    return declaredIn.substring(declaredIn.lastIndexOf('.') + 1);
  }
}
