package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.QueryFields;
import org.strongroom.cli.call.QuerySettings;

/** A completion script for bash that needs no run of this program for each Tab. */
public final class BashCompletion {
  private BashCompletion() {}

  /**
   * The script.
   *
   * @param commands what can stand in the place of an operation
   */
  public static String script(Set<String> commands) {
    Set<String> first = new TreeSet<>(commands);
    first.addAll(Operations.names());
    List<String> cases = new ArrayList<>();
    Operations.all()
        .forEach(operation ->
            cases.add(
                "    %s) words='%s' ;;"
                    .formatted(operation.name(), String.join(" ", words(operation)))));
    return SCRIPT.formatted(String.join("\n", cases), String.join(" ", first));
  }

  private static List<String> words(OperationModel operation) {
    return operation
        .queried()
        .map(BashCompletion::queryWords)
        .orElseGet(
            () -> operation.parameters().stream().flatMap(BashCompletion::parameterWords).toList());
  }

  private static Stream<String> parameterWords(ParameterModel parameter) {
    List<String> values = parameter.isBoolean() ? List.of("true", "false") : parameter.choices();
    return Stream.concat(
        Stream.of(parameter.name() + "="), values.stream().map(v -> parameter.name() + "=" + v));
  }

  /** Fields of the inventory and of those one relation away. */
  private static List<String> queryWords(Class<?> inventory) {
    QueryFields own = QueryFields.of(inventory);
    List<String> words = new ArrayList<>();
    own.fields()
        .forEach((name, field) -> {
          words.add(name + "=");
          field.choices().forEach(choice -> words.add(name + "=" + choice));
        });
    own.relations()
        .forEach((relation, related) ->
            QueryFields.of(related)
                .fields()
                .keySet()
                .forEach(name -> words.add(relation + "." + name + "=")));
    QuerySettings.DESCRIBED.keySet().forEach(name -> words.add(name + "="));
    return words;
  }

  private static final String SCRIPT =
      """
      # bash completion for strongroom: source this file, or put it into
      # ~/.local/share/bash-completion/completions/strongroom
      _strongroom() {
        local cur operation word words
        _get_comp_words_by_ref -n =: cur 2>/dev/null || cur="${COMP_WORDS[COMP_CWORD]}"
        operation=''
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case "$word" in [A-Za-z]*) operation="$word"; break ;; esac
        done
        case "$operation" in
      %s
          upload|download) compopt -o default; COMPREPLY=(); return ;;
          *) words='%s' ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        [[ "${COMPREPLY[*]}" == *= ]] && compopt -o nospace
        declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "$cur"
        if [[ "$cur" == *=* ]]; then COMPREPLY=("${COMPREPLY[@]#"${cur%%%%=*}="}"); fi
      }
      complete -F _strongroom strongroom ./strongroom
      """;
}
