package org.strongroom.cli.call;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.account.LogInByAccount;
import org.strongroom.cli.terminal.Surroundings;

/**
 * Where a secret comes from when it is not typed as an argument, which others on the machine could
 * read: {@code ?} asks on the terminal, {@code @FILE} reads a file, {@code @-} a line of standard
 * input, {@code env:NAME} an environment variable. {@code text:VALUE} is the value as it stands,
 * for those that begin like one of the others.
 */
public final class SecretSource {
  private static final String ENVIRONMENT = "env:";
  private static final String TEXT = "text:";
  private final Surroundings surroundings;

  public SecretSource(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether the typed value only tells where the secret is, so that it may be remembered. */
  public static boolean isReference(String typed) {
    return typed.equals("?") || typed.startsWith("@") || typed.startsWith(ENVIRONMENT);
  }

  /**
   * The secret behind what was typed.
   *
   * @throws UsageException if it can not be had from there
   */
  String resolve(String parameter, String typed) {
    if (typed.equals("?")) {
      return ask(parameter)
          .orElseThrow(() ->
              new UsageException(
                  "cannot ask for %s: there is no terminal; use %s=@FILE or %s=env:NAME"
                      .formatted(parameter, parameter, parameter)));
    }
    if (typed.equals("@-")) {
      return line(parameter);
    }
    if (typed.startsWith("@")) {
      return file(parameter, typed.substring(1));
    }
    if (typed.startsWith(ENVIRONMENT)) {
      return environment(parameter, typed.substring(ENVIRONMENT.length()));
    }
    return typed.startsWith(TEXT) ? typed.substring(TEXT.length()) : typed;
  }

  /**
   * A required secret that was not given: a log-in takes it from {@code STRONGROOM_PASSWORD}, else
   * it is asked for; empty if nobody can be asked.
   */
  Optional<String> missing(OperationModel operation, String parameter) {
    Optional<String> known =
        operation.type() == LogInByAccount.class
            ? surroundings.variable("STRONGROOM_PASSWORD")
            : Optional.empty();
    return known.or(() -> ask(parameter));
  }

  /** Asks without echo; empty if there is no terminal to ask on. */
  private Optional<String> ask(String parameter) {
    return surroundings.terminal().readSecret(parameter + ": ");
  }

  private String environment(String parameter, String name) {
    return surroundings
        .variable(name)
        .orElseThrow(() ->
            new UsageException(
                "%s: the environment has no variable %s".formatted(parameter, name)));
  }

  private String file(String parameter, String name) {
    try {
      return Files.readString(Path.of(name)).replaceFirst("\\R\\z", "");
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("%s: cannot read the file %s".formatted(parameter, name));
    }
  }

  private String line(String parameter) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
              .readLine();
      if (line != null) {
        return line;
      }
    } catch (IOException e) {
      // said below
    }
    throw new UsageException(parameter + ": standard input has no line to read");
  }
}
