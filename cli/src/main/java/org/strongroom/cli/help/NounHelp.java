package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import org.strongroom.cli.noun.Verb;

/** Nouns and what can be done with them. */
public final class NounHelp {
  private NounHelp() {}

  /** The verbs of a noun. */
  public static String of(String noun) {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: strongroom " + noun + " <verb> [...]");
    lines.add("");
    lines.addAll(
        DefinitionList.of(Nouns.verbNames(noun), verb -> verb, verb -> summary(noun, verb)));
    lines.add("");
    lines.add("strongroom help " + noun + " <verb> explains one of them.");
    return String.join("\n", lines);
  }

  /** A line for each noun. */
  public static String all() {
    List<String> lines = new ArrayList<>();
    lines.add("Nouns and their verbs:");
    lines.addAll(
        DefinitionList.of(
            Nouns.names(), noun -> noun, noun -> String.join(" ", Nouns.verbNames(noun))));
    return String.join("\n", lines);
  }

  /** What a verb does, in a sentence. */
  public static String summary(String noun, String verb) {
    return ToolVerb.find(noun, verb)
        .map(ToolVerb::summary)
        .orElseGet(() -> summary(Nouns.verb(noun, verb)));
  }

  static String summary(Verb verb) {
    return verb.isShow() ? "Shows one, with all that is known of it." : verb.operation().summary();
  }
}
