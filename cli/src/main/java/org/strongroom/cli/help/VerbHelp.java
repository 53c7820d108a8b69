package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.cli.call.CallParser;
import org.strongroom.cli.call.QueryFields;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.noun.VerbOption;

/** The help of a readable command, from the declaration of its operation. */
public final class VerbHelp {
  private VerbHelp() {}

  /** What it does, how it is written, its options. */
  public static String of(Verb verb) {
    OperationModel operation = verb.operation();
    List<String> lines = new ArrayList<>();
    lines.add(NounHelp.summary(verb));
    lines.add(
        "The operation behind it is %s (since %s).".formatted(operation.name(), operation.since()));
    lines.add("");
    lines.add("Usage: strongroom " + usage(verb));
    if (!verb.options().isEmpty()) {
      lines.add("");
      boolean required = verb.options().stream().anyMatch(VerbOption::required);
      lines.add(required ? "Options (* required):" : "Options:");
      lines.addAll(
          DefinitionList.of(
              verb.options(),
              option -> (option.required() ? "* " : "  ") + option.typed(),
              option -> describe(verb, option)));
    }
    if (verb.options().stream().anyMatch(VerbOption::secret)) {
      lines.add("");
      lines.add("Secrets: ? asks, @FILE reads a file, @- a line of standard input, env:NAME a");
      lines.add("variable; text:VALUE takes the value as it stands.");
    }
    if (!verb.isShow()) {
      operation.queried().map(QueryFields::of).ifPresent(fields -> QueryHelp.add(lines, fields));
    }
    return String.join("\n", lines);
  }

  /** How it is written, without the program. */
  static String usage(Verb verb) {
    StringBuilder text = new StringBuilder(verb.command());
    Optional<String> alone = verb.standingAlone();
    alone.ifPresent(key -> text.append(place(verb, key)));
    verb.options().stream()
        .filter(option -> option.required() && !alone.equals(Optional.of(option.key())))
        .forEach(option ->
            text.append(' ').append(option.typed()).append(' ').append(label(option.key())));
    if (verb.operation().queried().isPresent() && !verb.isShow()) {
      text.append(" [condition ...]");
    }
    boolean more =
        verb.options().stream()
            .anyMatch(option -> !option.required() && !alone.equals(Optional.of(option.key())));
    return text + (more ? " [options]" : "");
  }

  private static String place(Verb verb, String key) {
    boolean needed =
        verb.isShow()
            || (verb.option(key).filter(VerbOption::required).isPresent()
                && !CallParser.isKnown(key));
    return needed ? " " + label(key) : " [" + label(key) + "]";
  }

  private static String label(String key) {
    return "<" + VerbOption.dashed(key) + ">";
  }

  /** What an option means, and what it can be. */
  static String describe(Verb verb, VerbOption option) {
    String text =
        verb.operation().queried().isPresent()
            ? option.description()
            : verb.operation()
                .parameter(option.key())
                .map(parameter ->
                    ParameterText.of(
                        verb.operation(),
                        parameter,
                        option.typed() + ".key value",
                        "a flag",
                        parameter.commandDefault().or(parameter::defaultValue)))
                .orElse(option.description());
    return verb.standingAlone().equals(Optional.of(option.key()))
        ? text + "; the word that stands alone"
        : text;
  }
}
