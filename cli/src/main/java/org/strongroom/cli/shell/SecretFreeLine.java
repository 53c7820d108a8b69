package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.SecretSource;
import org.strongroom.cli.call.SimilarNames;

/** What may be remembered of a line: everything but its secrets. */
final class SecretFreeLine {
  private static final Pattern LOGIN_IN_URL = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s]*@");
  private final Set<String> secretNames =
      Operations.all().stream()
          .flatMap(operation -> operation.parameters().stream())
          .filter(ParameterModel::secret)
          .map(ParameterModel::name)
          .collect(Collectors.toSet());

  /**
   * The line with {@code ?} for each secret, so that it asks when it is used again. Mistyped names
   * of secret parameters count too.
   */
  String of(String line) {
    ShellWords split = ShellWords.split(line);
    boolean found = false;
    List<String> words = new ArrayList<>();
    for (String word : split.texts()) {
      String safe = LOGIN_IN_URL.matcher(word).replaceAll("$1@");
      int equals = safe.indexOf('=');
      if (equals > 0
          && isSecret(safe.substring(0, equals))
          && !SecretSource.isReference(safe.substring(equals + 1))) {
        safe = safe.substring(0, equals) + "=?";
      }
      found |= !safe.equals(word);
      words.add(safe);
    }
    return found ? words.stream().map(ShellWords::quote).collect(Collectors.joining(" ")) : line;
  }

  private boolean isSecret(String name) {
    return secretNames.contains(name) || !SimilarNames.to(name, secretNames).isEmpty();
  }
}
