package org.strongroom.cli.noun;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;

/** All nouns and their verbs. */
public final class Nouns {
  private static final Map<String, List<Command>> COMMANDS = read();

  /** Those of the nouns that were asked for: to read all operations costs each call time. */
  private static final Map<String, Map<String, Verb>> VERBS = new ConcurrentHashMap<>();

  /** A verb as its operation declares it. */
  private record Command(String verb, String operation, List<String> preset) {}

  private Nouns() {}

  public static Set<String> names() {
    return COMMANDS.keySet();
  }

  public static boolean isNoun(String word) {
    return COMMANDS.containsKey(word);
  }

  /** The verbs of a noun, by name; none if it is no noun. */
  public static Collection<Verb> verbs(String noun) {
    return byName(noun).values();
  }

  private static Map<String, Verb> byName(String noun) {
    return isNoun(noun) ? VERBS.computeIfAbsent(noun, Nouns::read) : Map.of();
  }

  /**
   * A verb of a noun.
   *
   * @throws UsageException that names similar ones, or all, if there is none
   */
  public static Verb verb(String noun, String name) {
    Verb verb = byName(noun).get(name);
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

  private static Map<String, List<Command>> read() {
    Map<String, List<Command>> commands = new TreeMap<>();
    Operations.declarations()
        .forEach((operation, declared) -> {
          String[] words = declared.command().split(" ", 2);
          if (words.length == 2) {
            add(commands, words[0], new Command(words[1], operation, List.of()));
          }
          for (String shortcut : declared.shortcuts()) {
            String[] said = shortcut.split(" ", 3);
            add(commands, said[0], new Command(said[1], operation, List.of(said[2])));
          }
        });
    return commands;
  }

  private static void add(Map<String, List<Command>> commands, String noun, Command command) {
    commands.computeIfAbsent(noun, first -> new ArrayList<>()).add(command);
  }

  private static Map<String, Verb> read(String noun) {
    Map<String, Verb> verbs = new TreeMap<>();
    for (Command command : COMMANDS.getOrDefault(noun, List.of())) {
      OperationModel operation = Operations.named(command.operation()).orElseThrow();
      String name = command.verb();
      verbs.put(name, new Verb(noun, name, operation, false, command.preset()));
      if (name.equals(Verb.LIST) && command.preset().isEmpty() && canShowOne(operation)) {
        verbs.put(Verb.SHOW, new Verb(noun, Verb.SHOW, operation, true, List.of()));
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
