package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.noun.VerbOption;

/** The branches of the completion script that are about readable commands. */
final class BashVerbs {
  private BashVerbs() {}

  /** What can follow a noun, and a noun with its verb. */
  static String words() {
    List<String> branches = new ArrayList<>();
    for (String noun : Nouns.names()) {
      String verbs = String.join(" ", Nouns.verbNames(noun));
      branches.add("    '%s '|'help %s') words='%s' ;;".formatted(noun, noun, verbs));
      Nouns.verbs(noun).forEach(verb -> branches.add(options(verb)));
      ToolVerb.of(noun).stream()
          .filter(verb -> verb.word().isPresent())
          .forEach(verb -> branches.add("    '%s %s') alone=1 ;;".formatted(noun, verb.name())));
    }
    branches.add(upload(Nouns.verb("image", "add")));
    return String.join("\n", branches);
  }

  /** The command takes the options of the verb. */
  private static String upload(Verb add) {
    return "    'upload '*|'image upload') operation=upload command='%s' options='%s' flags='%s' ;;"
        .formatted(
            add.command(),
            typed(add, option -> !option.key().equals("url")),
            typed(add, VerbOption::flag));
  }

  private static String options(Verb verb) {
    boolean takesConditions = verb.operation().queried().isPresent() && !verb.isShow();
    return "    '%s') words='%s' options='%s' flags='%s' named='%s'%s%s ;;"
        .formatted(
            verb.command(),
            String.join(" ", verb.choicesAlone()),
            typed(verb, option -> true),
            typed(verb, VerbOption::flag),
            typed(verb, option -> isNamed(verb, option.key())),
            takesNameAlone(verb) ? " alone=1" : "",
            takesConditions ? " operation=" + verb.operation().name() : "");
  }

  /** Whether the value may be the name of a resource, which the server knows. */
  private static boolean isNamed(Verb verb, String key) {
    return verb.operation().queried().isEmpty()
        && verb.operation()
            .parameter(key)
            .filter(parameter -> !parameter.named().isEmpty())
            .isPresent();
  }

  private static boolean takesNameAlone(Verb verb) {
    return verb.isShow() || verb.standingAlone().filter(key -> isNamed(verb, key)).isPresent();
  }

  private static String typed(Verb verb, Predicate<VerbOption> which) {
    return verb.options().stream()
        .filter(which)
        .map(VerbOption::typed)
        .collect(Collectors.joining(" "));
  }

  /** The values of options that have few. */
  static String values() {
    return Nouns.names().stream()
        .flatMap(noun -> Nouns.verbs(noun).stream())
        .flatMap(verb ->
            verb.options().stream()
                .filter(option -> !option.choices().isEmpty())
                .map(option ->
                    "      '%s %s') words='%s' ;;"
                        .formatted(
                            verb.command(), option.typed(), String.join(" ", option.choices()))))
        .collect(Collectors.joining("\n"));
  }
}
