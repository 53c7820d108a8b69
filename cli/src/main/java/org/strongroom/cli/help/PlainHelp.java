package org.strongroom.cli.help;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import org.strongroom.cli.noun.Verb;

/**
 * Help for an operation, a noun or a verb where nothing else is asked for, such as {@code image add
 * --help}. It comes from the declarations alone, so the commands need not be made for it, which
 * takes as long as all the rest.
 */
public final class PlainHelp {
  private static final String HELP = "help";
  private static final List<String> OPTIONS = List.of("--help", "-h");

  private PlainHelp() {}

  /** The text; empty if the arguments ask for more, or for something that is not there. */
  public static Optional<String> of(String... arguments) {
    List<String> words = Arrays.stream(arguments).filter(word -> !OPTIONS.contains(word)).toList();
    if (words.stream().anyMatch(word -> word.isEmpty() || word.startsWith("-"))) {
      return Optional.empty();
    }
    if (words.size() == arguments.length - 1) {
      return named(words);
    }
    return words.size() == arguments.length && !words.isEmpty() && words.getFirst().equals(HELP)
        ? named(words.subList(1, words.size()))
        : Optional.empty();
  }

  private static Optional<String> named(List<String> words) {
    return switch (words.size()) {
      case 1 ->
          Nouns.isNoun(words.getFirst())
              ? Optional.of(NounHelp.of(words.getFirst()))
              : Operations.named(words.getFirst()).map(OperationHelp::of);
      case 2 -> verb(words.getFirst(), words.getLast()).map(VerbHelp::of);
      default -> Optional.empty();
    };
  }

  private static Optional<Verb> verb(String noun, String name) {
    return ToolVerb.find(noun, name).isPresent()
        ? Optional.empty()
        : Nouns.verbs(noun).stream().filter(verb -> verb.name().equals(name)).findFirst();
  }
}
