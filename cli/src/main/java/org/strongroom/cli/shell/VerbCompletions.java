package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.cli.help.NounHelp;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.noun.VerbOption;
import org.strongroom.cli.shell.Completions.Completion;

/** How the words of a readable command can go on. */
final class VerbCompletions {
  private VerbCompletions() {}

  /** All nouns. */
  static List<Completion> nouns() {
    return Nouns.names().stream().map(noun -> new Completion(noun, "", true)).toList();
  }

  /** The verbs of a noun. */
  static List<Completion> verbs(String noun) {
    return Nouns.verbNames(noun).stream()
        .map(verb -> new Completion(verb, NounHelp.summary(noun, verb), true))
        .toList();
  }

  /**
   * What the last word can become.
   *
   * @param words noun, verb, and at least one more
   */
  static List<Completion> of(List<String> words) {
    return Nouns.verbs(words.getFirst()).stream()
        .filter(verb -> verb.name().equals(words.get(1)))
        .findFirst()
        .map(verb -> of(verb, words))
        .orElse(List.of());
  }

  private static List<Completion> of(Verb verb, List<String> words) {
    String word = words.getLast();
    int equals = word.indexOf('=');
    if (word.startsWith("--") && equals > 0) {
      return verb.option(word.substring(2, equals))
          .map(option -> values(option, word, equals + 1))
          .orElse(List.of());
    }
    Optional<VerbOption> before = awaitingValue(verb, words.get(words.size() - 2));
    if (before.isPresent()) {
      return values(before.get(), word, 0);
    }
    List<Completion> found = new ArrayList<>();
    verb.options()
        .forEach(option -> found.add(new Completion(option.typed(), option.description(), true)));
    verb.choicesAlone().forEach(choice -> found.add(new Completion(choice, "", true)));
    if (!verb.isShow()) {
      verb.operation()
          .queried()
          .ifPresent(inventory -> found.addAll(Completions.condition(inventory, word)));
    }
    return found;
  }

  private static Optional<VerbOption> awaitingValue(Verb verb, String word) {
    return word.startsWith("--")
        ? verb.option(word.substring(2)).filter(option -> !option.flag())
        : Optional.empty();
  }

  private static List<Completion> values(VerbOption option, String word, int start) {
    return Completions.values(word, start, option.choices(), option.list());
  }
}
