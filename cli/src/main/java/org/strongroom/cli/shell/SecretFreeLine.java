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
import org.strongroom.cli.noun.VerbOption;

/** What may be remembered of a line: everything but its secrets. */
final class SecretFreeLine {
  private static final Pattern LOGIN_IN_URL = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s]*@");
  private final Set<String> options =
      Operations.all().stream()
          .flatMap(operation -> operation.parameters().stream())
          .map(parameter -> "--" + VerbOption.dashed(parameter.name()))
          .collect(Collectors.toSet());
  private final Set<String> secretNames =
      Operations.all().stream()
          .flatMap(operation -> operation.parameters().stream())
          .filter(ParameterModel::secret)
          .map(ParameterModel::name)
          .collect(Collectors.toSet());

  /**
   * The line with {@code ?} for each secret, so that it asks when it is used again. Mistyped names
   * of secret parameters and options count too.
   */
  String of(String line) {
    ShellWords split = ShellWords.split(line);
    boolean found = false;
    List<String> words = new ArrayList<>();
    boolean isValue = false; // of a secret option before it
    for (String word : split.texts()) {
      String safe = isValue && !options.contains(word) ? reference(word) : secretFree(word);
      isValue = word.startsWith("--") && word.indexOf('=') < 0 && isSecret(word);
      found |= !safe.equals(word);
      words.add(safe);
    }
    return found ? words.stream().map(ShellWords::quote).collect(Collectors.joining(" ")) : line;
  }

  private String secretFree(String word) {
    String safe = LOGIN_IN_URL.matcher(word).replaceAll("$1@");
    int equals = safe.indexOf('=');
    return equals > 0 && isSecret(safe.substring(0, equals))
        ? safe.substring(0, equals + 1) + reference(safe.substring(equals + 1))
        : safe;
  }

  private static String reference(String value) {
    return SecretSource.isReference(value) ? value : "?";
  }

  /** Whether it is such a name, as a key or as an option. */
  private boolean isSecret(String typed) {
    String name = typed.replaceFirst("^--", "").replace("-", "");
    return secretNames.contains(name) || !SimilarNames.to(name, secretNames).isEmpty();
  }
}
