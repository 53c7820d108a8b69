package org.strongroom.cli.help;

/** A completion script for fish, which asks the tool for each word. */
public final class FishCompletion {
  private FishCompletion() {}

  /** The script. */
  public static String script() {
    return """
    # fish completion for strongroom: strongroom completion fish | source, or put it into
    # ~/.config/fish/completions/strongroom.fish
    function __strongroom_words
      set -l typed (commandline -opc) (commandline -ct)
      set -l found ($typed[1] complete-words -- $typed[2..-1] 2>/dev/null)
      if test (count $found) -gt 0
        printf '%s\\n' $found
      else
        __fish_complete_path (commandline -ct)
      end
    end
    complete -c strongroom -f -a '(__strongroom_words)'
    """;
  }
}
