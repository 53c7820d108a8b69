package org.strongroom.cli.noun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.cli.call.QueryCondition;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;

/**
 * Puts the words after a verb into the form that operations take: {@code --access-ip 10.0.0.5}
 * becomes {@code accessIp=10.0.0.5}, a word that stands alone the parameter that it means. Options
 * of the tool itself are set aside.
 */
public final class VerbWords {
  private static final Pattern KEY_VALUE =
      Pattern.compile("[A-Za-z]\\w*(\\.[^=]*)?=.*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Verb verb;
  private final ToolOptions tool;
  private final List<String> words = new ArrayList<>();
  private final List<String> forTool = new ArrayList<>();
  private boolean stoodAlone;

  private VerbWords(Verb verb, ToolOptions tool) {
    this.verb = verb;
    this.tool = tool;
  }

  /** What the tool's own options are. */
  public interface ToolOptions {
    /** Whether it is one, as typed with its dashes but without a value. */
    boolean knows(String option);

    /** Whether the next word is its value. */
    boolean takesValue(String option);
  }

  /**
   * Reads what follows a verb.
   *
   * @throws UsageException that says which option can not be taken
   */
  public static VerbWords read(Verb verb, List<String> typed, ToolOptions tool) {
    VerbWords read = new VerbWords(verb, tool);
    int next = 0;
    while (next < typed.size() && !typed.get(next).equals("--")) {
      next += read.word(typed.subList(next, typed.size()));
    }
    typed.stream().skip(next + 1L).forEach(read::plain);
    if (verb.isShow()) {
      read.one();
    }
    read.words.addAll(verb.unsaid(read.words));
    return read;
  }

  /**
   * Reads what follows a command of the tool that takes the parameters of a verb: options become
   * {@code key=value} and stand last, words that stand alone are left to the command.
   *
   * @param own an option of the verb that the command does not take
   */
  public static VerbWords readOptions(Verb verb, String own, List<String> typed, ToolOptions tool) {
    VerbWords read = new VerbWords(verb, tool);
    List<String> alone = new ArrayList<>();
    int next = 0;
    while (next < typed.size() && !typed.get(next).equals("--")) {
      String word = typed.get(next);
      boolean isOption = word.startsWith("-") && !word.equals("-");
      if (!isOption) {
        alone.add(word);
        next++;
      } else if (word.split("=", 2)[0].equals("--" + own)) {
        next += read.forTool(word.split("=", 2)[0], typed.subList(next, typed.size()));
      } else {
        next += read.word(typed.subList(next, typed.size()));
      }
    }
    typed.stream().skip(next + 1L).forEach(alone::add);
    read.words.addAll(0, alone);
    return read;
  }

  /** For the operation: {@code key=value} and conditions. */
  public List<String> words() {
    return words;
  }

  /** For the tool: its own options with their values. */
  public List<String> forTool() {
    return forTool;
  }

  /** Reads the first of these words, and says how many were used. */
  private int word(List<String> rest) {
    String word = rest.getFirst();
    if (!word.startsWith("-") || word.equals("-")) {
      plain(word);
      return 1;
    }
    int equals = word.indexOf('=');
    String typed = equals < 0 ? word : word.substring(0, equals);
    Optional<VerbOption> option =
        word.startsWith("--")
            ? verb.option(typed.substring(2).replaceFirst("\\..*", ""))
            : Optional.empty();
    if (option.isPresent()) {
      return option(option.get(), typed, rest);
    }
    return forTool(typed, rest);
  }

  private int option(VerbOption option, String typed, List<String> rest) {
    String word = rest.getFirst();
    int dot = typed.indexOf('.');
    String key = option.key() + (dot < 0 ? "" : typed.substring(dot));
    if (word.length() > typed.length()) {
      words.add(key + word.substring(typed.length()));
      return 1;
    }
    Optional<String> next =
        rest.stream().skip(1).findFirst().filter(given -> !given.startsWith("--"));
    if (option.flag() && next.filter(VerbWords::isTruth).isEmpty()) {
      words.add(key + "=true");
      return 1;
    }
    if (next.isEmpty() && !option.secret()) {
      throw new UsageException("%s needs a value".formatted(typed));
    }
    words.add(key + "=" + next.orElse("?"));
    return next.isEmpty() ? 1 : 2;
  }

  private static boolean isTruth(String word) {
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
  }

  private int forTool(String typed, List<String> rest) {
    boolean isShort = !typed.startsWith("--");
    if (!isShort && !tool.knows(typed)) {
      List<String> known = verb.options().stream().map(VerbOption::typed).toList();
      throw new UsageException(
          "%s has no option %s%s"
              .formatted(verb.command(), typed, SimilarNames.hint(typed, known)));
    }
    int used = tool.takesValue(rest.getFirst()) && rest.size() > 1 ? 2 : 1;
    forTool.addAll(rest.subList(0, used));
    return used;
  }

  private void plain(String word) {
    boolean isWritten =
        verb.operation().queried().isPresent()
            ? !verb.isShow() || QueryCondition.parse(word).isPresent()
            : KEY_VALUE.matcher(word).matches();
    if (isWritten) {
      words.add(word);
      return;
    }
    // The word is not repeated: it may be a part of a secret with a space in it.
    String key =
        verb.standingAlone()
            .filter(name -> !stoodAlone)
            .orElseThrow(() ->
                new UsageException(
                    "%s: one word too many stands alone%s. Quote values that hold spaces"
                        .formatted(verb.command(), otherwise())));
    stoodAlone = true;
    boolean isUuid = verb.isShow() && !NUMBER.matcher(word).matches();
    words.add((isUuid ? "uuid" : key) + "=" + word);
  }

  /**
   * How to say what was meant: the one word that may stand alone, and the options there must be.
   */
  private String otherwise() {
    Optional<String> alone = verb.standingAlone();
    String options =
        verb.options().stream()
            .filter(VerbOption::required)
            .filter(option -> alone.filter(option.key()::equals).isEmpty())
            .map(VerbOption::typed)
            .collect(Collectors.joining(", "));
    return alone.map(key -> "; only the " + VerbOption.dashed(key) + " does").orElse("")
        + (options.isEmpty() ? "" : "; give the rest as " + options);
  }

  /** A condition there must be; a second row tells that it does not name one resource. */
  private void one() {
    if (words.stream().allMatch(word -> word.startsWith("fields="))) {
      throw new UsageException(
          "%s needs the %s of a resource"
              .formatted(verb.command(), verb.hasNumber() ? "id or uuid" : "uuid"));
    }
    words.add("limit=2");
  }
}
