package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.QueryFields;
import org.strongroom.cli.call.QuerySettings;
import org.strongroom.cli.noun.Nouns;

/**
 * A completion script for bash, which runs this program only for names of resources: all else it
 * knows by itself.
 */
public final class BashCompletion {
  private BashCompletion() {}

  /**
   * The script.
   *
   * @param commands what can stand in the place of an operation
   * @param options what every command takes, with dashes
   */
  public static String script(Collection<String> commands, List<String> options) {
    Set<String> first = new TreeSet<>(commands);
    first.addAll(Nouns.names());
    first.addAll(Operations.names());
    List<String> cases =
        Operations.all().stream()
            .map(operation ->
                "    %s) words='%s' ;;"
                    .formatted(operation.name(), String.join(" ", words(operation))))
            .toList();
    return """
    # bash completion for strongroom: source this file, or put it into
    # ~/.local/share/bash-completion/completions/strongroom
    _strongroom_names() {
      local word quoted
      local -a typed
      read -ra typed <<< "${COMP_LINE:0:COMP_POINT}"
      [[ "${COMP_LINE:0:COMP_POINT}" == *' ' ]] && typed+=('')
      while IFS=$'\t' read -r word _; do
        if [[ "$word" == -* ]]; then continue; fi
        # bash takes = for the end of a word: it wants only what follows
        if [[ "$1" == *=* ]]; then word="${word#"${1%%%%=*}="}"; fi
        printf -v quoted %%q "$word"
        COMPREPLY+=("$quoted")
      done < <("${typed[0]}" complete-words -- "${typed[@]:1}" 2>/dev/null)
    }
    _strongroom() {
      local named='' alone=''
      local first='%s' current operation='' verb='' command option word words='' options='' flags=''
      local -i i
      current="${COMP_LINE:0:COMP_POINT}"
      current="${current##* }"
      for ((i = 1; i < COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        if [[ " $first " == *" $word "* ]]; then
          operation="$word"
          if ((i + 1 < COMP_CWORD)); then verb="${COMP_WORDS[i + 1]}"; fi
          break
        fi
      done
      command="$operation $verb"
      case "$command" in
    %s
      esac
      option="${COMP_WORDS[COMP_CWORD - 1]}"
      if [[ "$current" == --*=* ]]; then option="${current%%%%=*}"; fi
      if [[ " $options " == *" $option "* && ("$current" == --*=* || " $flags " != *" $option "*) ]]; then
        case "$command $option" in
    %s
        esac
        COMPREPLY=($(compgen -W "$words" -- "${current#--*=}"))
        if [[ " $named " == *" $option "* ]]; then _strongroom_names "$current"; fi
        return
      fi
      case "$operation" in
    %s
        upload|download)
          if [[ "$current" != -* ]]; then compopt -o default; COMPREPLY=(); return; fi ;;
        context) words='add list remove use' ;;
        completion) words='bash fish zsh' ;;
        %s) ;;
        *) words="${words:-$first}" ;;
      esac
      if [[ "$current" == -* ]]; then words="$words %s"; fi
      if [[ -n "$alone" && "$current" != -* ]]; then
        COMPREPLY=()
        _strongroom_names "$current"
        if ((${#COMPREPLY[@]})); then return; fi
      fi
      COMPREPLY=($(compgen -W "$options $words" -- "$current"))
      if [[ "${COMPREPLY[*]}" == *= ]]; then compopt -o nospace; fi
      # bash takes = for the end of a word: it wants only what follows
      if [[ "$current" == *=* ]]; then COMPREPLY=("${COMPREPLY[@]#"${current%%%%=*}="}"); fi
    }
    complete -F _strongroom strongroom ./strongroom
    """
        .formatted(
            String.join(" ", first),
            BashVerbs.words(),
            BashVerbs.values(),
            String.join("\n", cases),
            String.join("|", Nouns.names()),
            String.join(" ", options));
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
}
