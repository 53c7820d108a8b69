package org.strongroom.cli.noun;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.cli.call.QuerySettings;

/**
 * What can be done with a noun: an operation under a readable name.
 *
 * @param isShow whether it is the query for a single resource
 * @param preset what it says of itself, as {@code key=value}
 */
public record Verb(
    String noun, String name, OperationModel operation, boolean isShow, List<String> preset) {
  static final String LIST = "list";
  static final String SHOW = "show";

  /** A setting in milliseconds would be hard to tell from the tool's option in seconds. */
  private static final List<String> NO_OPTIONS = List.of("timeout", "filterName");

  /** The nouns of what happens, with the field that tells when. */
  private static final Map<String, String> NEWEST_FIRST =
      Map.of("event", "time", "audit", "time", "job", "createDate");

  private static final Pattern PARAMETER = Pattern.compile("parameter '(\\w+)'");

  /** Noun and verb. */
  public String command() {
    return noun + " " + name;
  }

  /** Its options, in the order of the declaration. */
  public List<VerbOption> options() {
    return operation
        .queried()
        .map(this::settings)
        .orElseGet(() ->
            operation.parameters().stream()
                .filter(parameter -> !parameter.isWithoutEffect() && !isPreset(parameter))
                .map(VerbOption::of)
                .toList());
  }

  private boolean isPreset(ParameterModel parameter) {
    return preset.stream().anyMatch(word -> word.startsWith(parameter.name() + "="));
  }

  /** What is sent beside what was typed. */
  List<String> unsaid(List<String> words) {
    List<String> unsaid = new ArrayList<>(preset);
    if (name.equals(LIST)) {
      unsaid.addAll(newestFirst(words));
    }
    if (operation.type() == GetBackupStorageCapacity.class && words.isEmpty()) {
      unsaid.add("all=true"); // of which else, if none is named
    }
    for (ParameterModel parameter : operation.parameters()) {
      parameter
          .commandDefault()
          .map(value -> parameter.name() + "=" + value)
          .filter(word -> words.stream().noneMatch(said -> said.startsWith(parameter.name() + "=")))
          .ifPresent(unsaid::add);
    }
    return unsaid;
  }

  /** What happened is told from its end: nobody looks for the oldest events there are. */
  private List<String> newestFirst(List<String> words) {
    String time = NEWEST_FIRST.get(noun);
    if (time == null
        || words.contains("count=true")
        || words.stream().anyMatch(word -> word.startsWith("sortBy="))) {
      return List.of();
    }
    boolean isDirected = words.stream().anyMatch(word -> word.startsWith("sortDirection="));
    String by = "sortBy=" + time;
    return isDirected ? List.of(by) : List.of(by, "sortDirection=desc");
  }

  private List<VerbOption> settings(Class<?> inventory) {
    return QuerySettings.DESCRIBED.entrySet().stream()
        .filter(setting -> isShow ? setting.getKey().equals("fields") : isOption(setting.getKey()))
        .map(setting -> VerbOption.setting(setting.getKey(), setting.getValue(), inventory))
        .toList();
  }

  private static boolean isOption(String setting) {
    return !NO_OPTIONS.contains(setting);
  }

  /** The option of this name, which may also be written as the operation writes it. */
  public Optional<VerbOption> option(String typed) {
    return options().stream()
        .filter(option -> option.name().equals(typed) || option.key().equals(typed))
        .findFirst();
  }

  /** The key of the word that stands alone; empty if there is no place for one. */
  public Optional<String> standingAlone() {
    return isShow
        ? Optional.of(hasNumber() ? "id" : "uuid")
        : operation.positional().map(parameter -> parameter.name());
  }

  /** The texts that the word standing alone can be, if they are few. */
  public List<String> choicesAlone() {
    return standingAlone().flatMap(this::option).map(VerbOption::choices).orElse(List.of());
  }

  /** Whether its resources are known to people by a number. */
  boolean hasNumber() {
    return operation
        .queried()
        .filter(inventory ->
            Arrays.stream(inventory.getRecordComponents())
                .anyMatch(field -> field.getName().equals("id") && field.getType() == long.class))
        .isPresent();
  }

  /** What was said of the operation, in the words of this command. */
  public String reworded(String message) {
    return PARAMETER
        .matcher(message)
        .replaceAll(match -> Matcher.quoteReplacement("--" + VerbOption.dashed(match.group(1))))
        .replace(operation.name(), command());
  }
}
