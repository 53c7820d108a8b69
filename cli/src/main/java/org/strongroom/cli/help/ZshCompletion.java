package org.strongroom.cli.help;

/** A completion script for zsh, which asks the tool for each word. */
public final class ZshCompletion {
  private ZshCompletion() {}

  /** The script. */
  public static String script() {
    return """
    #compdef strongroom
    # zsh completion for strongroom: source <(strongroom completion zsh), or put it into a directory
    # of $fpath as _strongroom
    _strongroom() {
      local line word
      local -a whole open described
      while IFS= read -r line; do
        word="${line%%$'\\t'*}"
        if [[ "$word" == *[=.,] ]]; then
          open+=("$word")
        elif [[ "$line" == *$'\\t'* ]]; then
          described+=("${word//:/\\\\:}:${line#*$'\\t'}")
        else
          whole+=("$word")
        fi
      done < <("${words[1]}" complete-words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
      (( $#described )) && _describe 'strongroom' described
      (( $#whole )) && compadd -- "${whole[@]}"
      (( $#open )) && compadd -S '' -- "${open[@]}"
      (( $#described + $#whole + $#open )) || _files
    }
    if [[ "${funcstack[1]:-}" == _strongroom ]]; then
      _strongroom "$@"
    else
      compdef _strongroom strongroom
    fi
    """;
  }
}
