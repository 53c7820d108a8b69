package org.strongroom.cli.noun;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;

/** All nouns and their verbs. */
public final class Nouns {
  private static final Map<String, Map<String, Verb>> VERBS = read();

  private Nouns() {}

  public static Set<String> names() {
    return VERBS.keySet();
  }

  public static boolean isNoun(String word) {
    return VERBS.containsKey(word);
  }

  /** The verbs of a noun, by name; none if it is no noun. */
  public static Collection<Verb> verbs(String noun) {
    return VERBS.getOrDefault(noun, Map.of()).values();
  }

  /**
   * A verb of a noun.
   *
   * @throws UsageException that names similar ones, or all, if there is none
   */
  public static Verb verb(String noun, String name) {
    Map<String, Verb> known = VERBS.getOrDefault(noun, Map.of());
    Verb verb = known.get(name);
    if (verb == null) {
      List<String> names = verbNames(noun);
      String similar = SimilarNames.hint(name, names);
      throw new UsageException(
          "%s has no verb '%s'%s"
              .formatted(
                  noun,
                  name,
                  similar.isEmpty() ? "; it has " + String.join(", ", names) : similar));
    }
    return verb;
  }

  /** The names of all that can be done with a noun, in the order of the alphabet. */
  public static List<String> verbNames(String noun) {
    return Stream.concat(
            verbs(noun).stream().map(Verb::name), ToolVerb.of(noun).stream().map(ToolVerb::name))
        .sorted()
        .toList();
  }

  private static Map<String, Map<String, Verb>> read() {
    Map<String, Map<String, Verb>> verbs = new TreeMap<>();
    for (OperationModel operation : Operations.all()) {
      String[] words = operation.command().split(" ", 2);
      if (words.length == 2) {
        Map<String, Verb> known = verbs.computeIfAbsent(words[0], noun -> new TreeMap<>());
        known.put(words[1], new Verb(words[0], words[1], operation, false, List.of()));
        if (words[1].equals(Verb.LIST) && canShowOne(operation)) {
          known.put(Verb.SHOW, new Verb(words[0], Verb.SHOW, operation, true, List.of()));
        }
      }
      for (String shortcut : operation.shortcuts()) {
        String[] said = shortcut.split(" ", 3);
        verbs
            .computeIfAbsent(said[0], noun -> new TreeMap<>())
            .put(said[1], new Verb(said[0], said[1], operation, false, List.of(said[2])));
      }
    }
    return verbs;
  }

  private static boolean canShowOne(OperationModel operation) {
    return operation
        .queried()
        .filter(inventory ->
            Arrays.stream(inventory.getRecordComponents())
                .anyMatch(field -> field.getName().equals("uuid")))
        .isPresent();
  }
}
