package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.SecretSource;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.noun.VerbOption;

/** What may be remembered of a line: everything but its secrets. */
final class SecretFreeLine {
  private static final Pattern LOGIN_IN_URL = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s]*@");

  /** NBD has no other secret than a long name of an export. */
  private static final Pattern EXPORT_IN_URL =
      Pattern.compile(
          "(?i)(\\bnbds?(?:\\+unix)?:(?:///|//[^/?#\\s]*/)(?:%[0-9a-f]{2}|[^?%]){4})[^?]{12,}");

  private static final Pattern SECRET_IN_URL =
      Pattern.compile(
          "(?i)([?&;](?:x-amz-signature|x-amz-security-token|x-amz-credential"
              + "|x-goog-signature|awsaccesskeyid|signature|sig|token|access_token|auth|password"
              + "|passwd|secret|key|api_?key)=)[^&;#\\s]*");

  private final Set<String> options =
      Operations.all().stream()
          .flatMap(operation -> operation.parameters().stream())
          .map(parameter -> "--" + VerbOption.dashed(parameter.name()))
          .collect(Collectors.toSet());
  private final Set<String> secretSomewhere = names(ParameterModel::secret);

  /** A url is one only where it lets in whoever knows it. */
  private final Set<String> secretEverywhere = new HashSet<>(secretSomewhere);

  SecretFreeLine() {
    secretEverywhere.removeAll(names(parameter -> !parameter.secret()));
  }

  private static Set<String> names(Predicate<ParameterModel> which) {
    return names(Operations.all().stream(), which);
  }

  private static Set<String> names(
      Stream<OperationModel> operations, Predicate<ParameterModel> which) {
    return operations
        .flatMap(operation -> operation.parameters().stream())
        .filter(which)
        .map(ParameterModel::name)
        .collect(Collectors.toSet());
  }

  /**
   * The line with {@code ?} for each secret, so that it asks when it is used again. Mistyped names
   * of secret parameters and options count too.
   */
  String of(String line) {
    ShellWords split = ShellWords.split(line);
    Set<String> secretNames = secretNames(split.texts());
    boolean found = false;
    List<String> words = new ArrayList<>();
    boolean isValue = false; // of a secret option before it
    for (String word : split.texts()) {
      String safe =
          isValue && !options.contains(word) ? reference(word) : secretFree(word, secretNames);
      isValue = word.startsWith("--") && word.indexOf('=') < 0 && isSecret(word, secretNames);
      found |= !safe.equals(word);
      words.add(safe);
    }
    return found ? words.stream().map(ShellWords::quote).collect(Collectors.joining(" ")) : line;
  }

  /** Those of the line's operation; of a line that is none, all that there are. */
  private Set<String> secretNames(List<String> words) {
    String line = String.join(" ", words) + " ";
    List<OperationModel> called =
        Operations.all().stream()
            .filter(operation ->
                line.startsWith(operation.name() + " ")
                    || (!operation.command().isEmpty()
                        && line.startsWith(operation.command() + " ")))
            .toList();
    if (called.isEmpty()) {
      return secretSomewhere;
    }
    Set<String> names = new HashSet<>(secretEverywhere);
    names.addAll(names(called.stream(), ParameterModel::secret));
    return names;
  }

  private static String secretFree(String word, Set<String> secretNames) {
    String safe = withoutSecretsOfUrls(word);
    int equals = safe.indexOf('=');
    return equals > 0 && isSecret(safe.substring(0, equals), secretNames)
        ? safe.substring(0, equals + 1) + reference(safe.substring(equals + 1))
        : safe;
  }

  private static String withoutSecretsOfUrls(String word) {
    String safe = LOGIN_IN_URL.matcher(word).replaceAll("$1@");
    safe = EXPORT_IN_URL.matcher(safe).replaceAll("$1***");
    return safe.contains("://") ? SECRET_IN_URL.matcher(safe).replaceAll("$1***") : safe;
  }

  private static String reference(String value) {
    return SecretSource.isReference(value) ? value : "?";
  }

  /** Whether it is such a name, as a key or as an option. */
  private static boolean isSecret(String typed, Set<String> secretNames) {
    String name = typed.replaceFirst("^--", "").replace("-", "");
    return secretNames.contains(name) || !SimilarNames.to(name, secretNames).isEmpty();
  }
}
