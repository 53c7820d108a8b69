package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.noun.VerbWords;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds noun and verb among the arguments, and puts the operation that is meant in their place. */
final class ReadableArguments implements VerbWords.ToolOptions {
  private static final String UPLOAD = "upload";

  private final CommandSpec spec;

  ReadableArguments(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * The arguments as they are if they name no noun or no verb; else those of the verb's operation.
   *
   * @throws UsageException if the noun has no such verb, or the verb no such option
   */
  String[] resolve(Tool tool, String... typed) {
    List<String> arguments = Arrays.asList(typed);
    List<String> forTool = new ArrayList<>();
    int noun = plainWord(arguments, 0, forTool);
    if (noun < arguments.size() && arguments.get(noun).equals(UPLOAD)) {
      return upload(forTool, arguments.subList(noun + 1, arguments.size()));
    }
    if (noun == arguments.size() || !isNoun(arguments.get(noun))) {
      return typed;
    }
    tool.noun = Optional.of(arguments.get(noun));
    int verb = plainWord(arguments, noun + 1, forTool);
    if (verb == arguments.size()) {
      return typed;
    }
    Optional<ToolVerb> command = ToolVerb.find(arguments.get(noun), arguments.get(verb));
    if (command.isPresent()) {
      tool.noun = Optional.empty();
      if (command.get().command().equals(UPLOAD)) {
        return upload(forTool, arguments.subList(verb + 1, arguments.size()));
      }
      List<String> words = new ArrayList<>(forTool);
      words.add(command.get().command());
      words.addAll(arguments.subList(verb + 1, arguments.size()));
      return words.toArray(String[]::new);
    }
    Verb meant = Nouns.verb(arguments.get(noun), arguments.get(verb));
    tool.verb = Optional.of(meant);
    List<String> rest = arguments.subList(verb + 1, arguments.size());
    List<String> words = List.of();
    if (rest.contains("--help") || rest.contains("-h")) {
      forTool.add("--help");
    } else {
      VerbWords read = VerbWords.read(meant, rest, this);
      forTool.addAll(read.forTool());
      words = read.words();
    }
    List<String> resolved = new ArrayList<>(forTool);
    resolved.add("--");
    resolved.add(meant.operation().name());
    resolved.addAll(words);
    return resolved.toArray(String[]::new);
  }

  /** The options of {@code image add} do here as well; its url is the address of the server. */
  private String[] upload(List<String> forTool, List<String> typed) {
    List<String> words = new ArrayList<>(forTool);
    if (typed.contains("--help") || typed.contains("-h")) {
      words.add(UPLOAD);
      words.add("--help");
    } else {
      VerbWords read = VerbWords.readOptions(Nouns.verb("image", "add"), "url", typed, this);
      words.addAll(read.forTool());
      words.add(UPLOAD);
      words.add("--");
      words.addAll(read.words());
    }
    return words.toArray(String[]::new);
  }

  private boolean isNoun(String word) {
    return !Commands.isCommand(word)
        && Character.isLowerCase(word.codePointAt(0))
        && Nouns.isNoun(word);
  }

  /** Where the first word stands that is neither an option of the tool nor its value. */
  private int plainWord(List<String> arguments, int from, List<String> options) {
    int at = from;
    while (at < arguments.size() && isOption(arguments.get(at))) {
      int next = Math.min(arguments.size(), at + (takesValue(arguments.get(at)) ? 2 : 1));
      options.addAll(arguments.subList(at, next));
      at = next;
    }
    return at;
  }

  private static boolean isOption(String word) {
    return word.isEmpty() || word.startsWith("-");
  }

  @Override
  public boolean knows(String option) {
    return spec.findOption(option) != null;
  }

  @Override
  public boolean takesValue(String option) {
    OptionSpec known = spec.findOption(option);
    return known != null && known.arity().max() > 0;
  }
}
