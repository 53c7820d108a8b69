package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.Verb;

/** Nouns and what can be done with them. */
public final class NounHelp {
  private NounHelp() {}

  /** The verbs of a noun. */
  public static String of(String noun) {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: strongroom " + noun + " <verb> [...]");
    lines.add("");
    lines.addAll(DefinitionList.of(Nouns.verbs(noun), Verb::name, NounHelp::summary));
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
            Nouns.names(),
            noun -> noun,
            noun -> Nouns.verbs(noun).stream().map(Verb::name).collect(Collectors.joining(" "))));
    return String.join("\n", lines);
  }

  static String summary(Verb verb) {
    return verb.isShow() ? "Shows one, with all that is known of it." : verb.operation().summary();
  }
}
