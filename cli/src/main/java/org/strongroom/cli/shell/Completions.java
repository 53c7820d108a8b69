package org.strongroom.cli.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.QueryCondition;
import org.strongroom.cli.call.QueryFields;
import org.strongroom.cli.call.QueryFields.QueryField;
import org.strongroom.cli.call.QuerySettings;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;

/** What the word at the cursor can become, from the declarations. */
public final class Completions {
  private static final List<String> SHELLS = List.of("bash", "fish", "zsh");
  private static final List<String> CONTEXT_ACTIONS = List.of("add", "use", "list", "remove");
  private static final List<String> BOOLEAN = List.of("true", "false");
  private final Collection<String> commands;
  private final Collection<String> options;
  private final NameSource names;

  /**
   * @param commands what can stand in the place of an operation
   * @param options what every command takes, with dashes
   */
  public Completions(Collection<String> commands, Collection<String> options) {
    this(commands, options, NameSource.NONE);
  }

  /**
   * @param names who knows the names of resources
   */
  public Completions(Collection<String> commands, Collection<String> options, NameSource names) {
    this.commands = commands;
    this.options = options;
    this.names = names;
  }

  /**
   * A way to go on.
   *
   * @param word the whole word
   * @param isWhole whether a blank follows; not after {@code key=} or {@code relation.}
   */
  public record Completion(String word, String description, boolean isWhole) {}

  /**
   * The completions of the last of some words; those that do not begin like it are among them.
   *
   * @param words those up to the cursor, the last one perhaps empty
   */
  public List<Completion> of(List<String> words) {
    String word = words.getLast();
    if (words.size() == 1) {
      return first();
    }
    String command = words.getFirst();
    if (command.equals("help")) {
      return words.size() == 2 ? first() : VerbCompletions.verbs(words.get(1));
    }
    if (command.equals("image") && words.size() > 2 && words.get(1).equals("upload")) {
      return of(words.subList(1, words.size()));
    }
    if (Nouns.isNoun(command)) {
      return words.size() == 2
          ? VerbCompletions.verbs(command)
          : withOptions(word, VerbCompletions.of(words, names));
    }
    if (command.equals("upload")) {
      boolean isFile = words.size() == 2 && !word.startsWith("-");
      return isFile ? List.of() : withOptions(word, upload(words));
    }
    Optional<ToolVerb> transfer = ToolVerb.find("image", command);
    if (transfer.flatMap(ToolVerb::word).isPresent() && words.size() == 2) {
      return VerbCompletions.of(List.of("image", command, word), names);
    }
    if (command.equals("context")) {
      return words.size() == 2 ? values(word, 0, CONTEXT_ACTIONS, false) : List.of();
    }
    if (command.equals("completion")) {
      return words.size() == 2 ? values(word, 0, SHELLS, false) : List.of();
    }
    Optional<OperationModel> operation = Operations.named(command);
    return withOptions(
        word,
        operation
            .map(known ->
                known
                    .queried()
                    .map(inventory -> query(inventory, word))
                    .orElseGet(() -> parameters(known, word, names)))
            .orElse(List.of()));
  }

  /** What 'image add' takes, in both forms, but its url: the bytes come from a file. */
  private List<Completion> upload(List<String> words) {
    List<String> add = new ArrayList<>(List.of("image", "add"));
    add.addAll(words.subList(1, words.size()));
    List<Completion> found = new ArrayList<>(VerbCompletions.of(add, names));
    if (!words.get(words.size() - 2).startsWith("--")) {
      found.addAll(parameters(Operations.of(AddImage.class), words.getLast(), names));
    }
    found.removeIf(one -> one.word().equals("--url") || one.word().equals("url="));
    return found;
  }

  /** The tool's own options, where a dash asks for them. */
  private List<Completion> withOptions(String word, List<Completion> found) {
    if (!word.startsWith("-")) {
      return found;
    }
    List<Completion> all = new ArrayList<>(found);
    options.forEach(option -> all.add(new Completion(option, "", true)));
    return all;
  }

  private List<Completion> first() {
    List<Completion> found = new ArrayList<>();
    commands.forEach(name -> found.add(new Completion(name, "", true)));
    found.addAll(VerbCompletions.nouns());
    Operations.all()
        .forEach(known -> found.add(new Completion(known.name(), known.summary(), true)));
    return found;
  }

  private static List<Completion> parameters(
      OperationModel operation, String word, NameSource names) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return operation.parameters().stream()
          .map(known -> new Completion(known.name() + "=", known.description(), false))
          .toList();
    }
    return operation
        .parameter(word.substring(0, equals))
        .map(known -> {
          List<Completion> found =
              new ArrayList<>(values(word, equals + 1, choices(known), known.isList()));
          found.addAll(
              VerbCompletions.names(
                  VerbCompletions.directories(operation, known.name()),
                  word,
                  equals + 1,
                  known.isList(),
                  names));
          return found;
        })
        .orElse(List.of());
  }

  private static List<String> choices(ParameterModel parameter) {
    return parameter.isBoolean() ? BOOLEAN : parameter.choices();
  }

  private static List<Completion> query(Class<?> inventory, String word) {
    Optional<QueryCondition> setting =
        QueryCondition.parse(word).filter(it -> QuerySettings.DESCRIBED.containsKey(it.name()));
    if (setting.isPresent()) {
      String name = setting.get().name();
      int start = word.length() - setting.get().value().length();
      return values(word, start, QuerySettings.values(inventory, name), name.equals("fields"));
    }
    List<Completion> found = new ArrayList<>(condition(inventory, word));
    if (QueryCondition.parse(word).isEmpty() && word.indexOf('.') < 0) {
      QuerySettings.DESCRIBED.forEach(
          (name, description) -> found.add(new Completion(name + "=", description, false)));
    }
    return found;
  }

  /** What a condition can become: fields and relations, or the values of a field. */
  static List<Completion> condition(Class<?> inventory, String word) {
    Optional<QueryCondition> condition = QueryCondition.parse(word);
    if (condition.isEmpty()) {
      return names(inventory, word);
    }
    String operator = condition.get().operator();
    int start = word.length() - condition.get().value().length();
    return field(inventory, condition.get().name())
        .map(field -> values(word, start, field.choices(), operator.endsWith("?=")))
        .orElse(List.of());
  }

  private static Optional<QueryField> field(Class<?> inventory, String name) {
    List<String> path = List.of(name.split("\\.", -1));
    return QueryFields.at(inventory, path.subList(0, path.size() - 1))
        .flatMap(fields -> Optional.ofNullable(fields.fields().get(path.getLast())));
  }

  /** Fields and relations at the end of the path that the word begins with. */
  private static List<Completion> names(Class<?> inventory, String word) {
    List<String> path = List.of(word.split("\\.", -1));
    String prefix = word.substring(0, word.length() - path.getLast().length());
    List<Completion> found = new ArrayList<>();
    QueryFields.at(inventory, path.subList(0, path.size() - 1))
        .ifPresent(fields -> {
          fields
              .fields()
              .forEach((name, field) ->
                  found.add(new Completion(prefix + name + "=", field.description(), false)));
          fields
              .relations()
              .keySet()
              .forEach(name -> found.add(new Completion(prefix + name + ".", "relation", false)));
        });
    return found;
  }

  /** Values behind what stands before them; in a list, behind the last comma. */
  static List<Completion> values(String word, int start, List<String> choices, boolean list) {
    int from = list ? Math.max(start, word.lastIndexOf(',') + 1) : start;
    String kept = word.substring(0, from);
    return choices.stream().map(choice -> new Completion(kept + choice, "", !list)).toList();
  }
}
