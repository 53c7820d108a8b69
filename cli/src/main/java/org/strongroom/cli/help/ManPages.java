package org.strongroom.cli.help;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.noun.VerbOption;

/** The pages of the manual, from the declarations: one of the tool, and one of each noun. */
public final class ManPages {
  private final String version;

  /**
   * @param version what the pages are of
   */
  public ManPages(String version) {
    this.version = version;
  }

  /**
   * What the tool says of itself.
   *
   * @param commands what is no operation, with what it does
   * @param options what every command takes, as it is typed, with what it means
   * @param exitCodes each with its meaning
   * @param environment each variable with its meaning
   */
  public record Tool(
      Map<String, String> commands,
      Map<String, String> options,
      Map<String, String> exitCodes,
      Map<String, String> environment) {}

  /** All pages, by the names of their files. */
  public Map<String, String> all(Tool tool) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("strongroom.1", tool(tool));
    Nouns.names().forEach(noun -> pages.put("strongroom-%s.1".formatted(noun), noun(noun)));
    return pages;
  }

  private String tool(Tool tool) {
    Roff page =
        new Roff("STRONGROOM", version)
            .section("NAME")
            .words("strongroom - command line of the Strongroom backup storage service")
            .section("SYNOPSIS")
            .typed("strongroom [options] <noun> <verb> [--option value ...]")
            .typed("strongroom [options] <Operation> [key=value ...]")
            .typed("strongroom [options] <command> ...")
            .section("DESCRIPTION")
            .words(
                "Calls an operation of a Strongroom server, as a noun and a verb or by its own"
                    + " name. strongroom help explains each of them.")
            .section("COMMANDS");
    tool.commands().forEach(page::term);
    page.section("NOUNS AND VERBS");
    Nouns.names().forEach(noun -> page.term(noun, String.join(", ", Nouns.verbNames(noun)) + "."));
    page.section("OPTIONS");
    tool.options().forEach(page::term);
    page.section("EXIT STATUS");
    tool.exitCodes().forEach(page::term);
    page.section("ENVIRONMENT");
    tool.environment().forEach(page::term);
    page.section("FILES")
        .term(
            "$XDG_CONFIG_HOME/strongroom, ~/.config/strongroom",
            "Sessions, contexts, the shell's history and what uploads go on with; for their owner"
                + " alone.")
        .section("SEE ALSO");
    List<String> others = new ArrayList<>();
    Nouns.names().forEach(noun -> others.add("strongroom-%s(1)".formatted(noun)));
    return page.words(String.join(", ", others)).toString();
  }

  private String noun(String noun) {
    Roff page =
        new Roff("STRONGROOM-" + noun.toUpperCase(java.util.Locale.ROOT), version)
            .section("NAME")
            .words("strongroom-%s - %s".formatted(noun, String.join(", ", Nouns.verbNames(noun))))
            .section("SYNOPSIS")
            .typed("strongroom %s <verb> [...]".formatted(noun))
            .section("VERBS");
    for (String name : Nouns.verbNames(noun)) {
      if (ToolVerb.find(noun, name).isPresent()) {
        page.subsection(name)
            .words(NounHelp.summary(noun, name))
            .paragraph("See strongroom help %s %s.".formatted(noun, name));
      } else {
        verb(page, Nouns.verb(noun, name));
      }
    }
    return page.section("SEE ALSO").words("strongroom(1)").toString();
  }

  private static void verb(Roff page, Verb verb) {
    page.subsection(verb.name())
        .words(NounHelp.summary(verb))
        .typed("strongroom " + VerbHelp.usage(verb));
    for (VerbOption option : verb.options()) {
      page.term(
          option.typed(),
          VerbHelp.describe(verb, option) + (option.required() ? " (required)" : ""));
    }
  }
}
