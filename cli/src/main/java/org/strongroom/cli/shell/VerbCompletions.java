package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.cli.help.NounHelp;
import org.strongroom.cli.name.Directory;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
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
  static List<Completion> of(List<String> words, NameSource names) {
    Optional<ToolVerb> command = ToolVerb.find(words.getFirst(), words.get(1));
    if (command.isPresent()) {
      return words.size() > 3
          ? List.of()
          : command
              .get()
              .word()
              .map(kind -> names(List.of(Directory.of(kind)), words.getLast(), 0, false, names))
              .orElse(List.of());
    }
    return Nouns.verbs(words.getFirst()).stream()
        .filter(verb -> verb.name().equals(words.get(1)))
        .findFirst()
        .map(verb -> of(verb, words, names))
        .orElse(List.of());
  }

  private static List<Completion> of(Verb verb, List<String> words, NameSource names) {
    String word = words.getLast();
    int equals = word.indexOf('=');
    if (word.startsWith("--") && equals > 0) {
      return verb.option(word.substring(2, equals))
          .map(option -> values(verb, option, word, equals + 1, names))
          .orElse(List.of());
    }
    Optional<VerbOption> before = awaitingValue(verb, words.get(words.size() - 2));
    if (before.isPresent()) {
      return values(verb, before.get(), word, 0, names);
    }
    List<Completion> found = new ArrayList<>();
    verb.options()
        .forEach(option -> found.add(new Completion(option.typed(), option.description(), true)));
    verb.choicesAlone().forEach(choice -> found.add(new Completion(choice, "", true)));
    if (!word.startsWith("-")) {
      found.addAll(names(alone(verb), word, 0, false, names));
    }
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

  private static List<Completion> values(
      Verb verb, VerbOption option, String word, int start, NameSource names) {
    List<Completion> found =
        new ArrayList<>(Completions.values(word, start, option.choices(), option.list()));
    found.addAll(
        names(directories(verb.operation(), option.key()), word, start, option.list(), names));
    return found;
  }

  /** Where the names stand that the word standing alone can be. */
  private static List<Directory> alone(Verb verb) {
    if (verb.isShow()) {
      return Directory.of(verb.operation(), verb.noun()).stream().toList();
    }
    return verb.standingAlone().map(key -> directories(verb.operation(), key)).orElse(List.of());
  }

  /** Where the names stand that a parameter takes. */
  static List<Directory> directories(OperationModel operation, String key) {
    return operation.queried().isPresent()
        ? List.of()
        : operation
            .parameter(key)
            .map(parameter -> parameter.named().stream().map(Directory::of).toList())
            .orElse(List.of());
  }

  /** Names behind what stands before them; in a list, behind the last comma. */
  static List<Completion> names(
      List<Directory> directories, String word, int start, boolean list, NameSource names) {
    if (directories.isEmpty()) {
      return List.of();
    }
    int from = list ? Math.max(start, word.lastIndexOf(',') + 1) : start;
    return Completions.values(word, start, names.names(directories, word.substring(from)), list);
  }
}
