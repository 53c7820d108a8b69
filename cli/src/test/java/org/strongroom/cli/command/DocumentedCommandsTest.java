package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.ToolVerb;

/** What the documents say of commands is so: each is taken as it is printed. */
class DocumentedCommandsTest {
  private static final String TOOL = "./strongroom ";

  /** Which no operation declares. */
  private static final List<String> ROUTES_OF_BYTES =
      List.of(
          "/images/{uuid}/upload",
          "/images/{uuid}/uploads",
          "/images/{uuid}/uploads/{id}",
          "/images/{uuid}/file",
          "/volume-snapshots/{uuid}/file",
          "/api-jobs/{uuid}",
          "/api-jobs",
          "/openapi.json");

  @TempDir Path home;
  private final WireServer server = new WireServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("..", "docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                  .map(name -> Path.of("..", name)),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  /** Whole lines that stand apart, with those that go on behind a backslash, each once. */
  private static Stream<String> lines(Path document) {
    try {
      return Files.readString(document)
          .replaceAll("\\\\\n\\s+", "")
          .lines()
          .filter(line -> line.matches("( {4}|\\./strongroom ).*"))
          .map(line -> line.strip().replaceFirst("^\\$ ", ""))
          .filter(line -> line.startsWith(TOOL))
          .map(line -> line.substring(TOOL.length()).replaceFirst("\\s+# .*$", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> allLines() throws IOException {
    return documents().stream().flatMap(DocumentedCommandsTest::lines).distinct();
  }

  private static String firstWord(String line) {
    return line.replaceFirst("^-o \\w+ ", "").replaceFirst(" .*", "");
  }

  static List<String> examples() throws IOException {
    return allLines()
        .filter(line -> Nouns.isNoun(firstWord(line)) || isOperation(firstWord(line)))
        .filter(line -> !isOfTheTool(line)) // whose tests want files, jobs and servers
        .toList();
  }

  private static boolean isOfTheTool(String line) {
    String[] words = line.split(" ", 3);
    return words.length > 1 && ToolVerb.find(words[0], words[1]).isPresent();
  }

  private static boolean isOperation(String word) {
    return Operations.named(word).isPresent();
  }

  /** The table of nouns in docs/cli.md: those of a line, and all that can be done with them. */
  static Stream<Arguments> nounsAndVerbs() throws IOException {
    return Files.readString(Path.of("..", "docs", "cli.md"))
        .lines()
        .filter(line -> line.matches("\\| `.*\\| .* \\| `.* \\|"))
        .map(line -> line.split(" *\\| *", -1))
        .filter(cells -> Nouns.isNoun(words(cells[1]).getFirst()))
        .map(cells -> Arguments.of(words(cells[1]), words(cells[3])));
  }

  private static List<String> words(String cell) {
    return Pattern.compile("`([a-z0-9-]+)`")
        .matcher(cell)
        .results()
        .map(word -> word.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("nounsAndVerbs")
  void theTableOfNounsHasEveryVerb(List<String> nouns, List<String> verbs) {
    assertThat(verbs)
        .containsAll(nouns.stream().flatMap(noun -> Nouns.verbNames(noun).stream()).toList())
        .allMatch(verb -> nouns.stream().anyMatch(noun -> Nouns.verbNames(noun).contains(verb)));
  }

  /** What stands for something is replaced by something of its kind. */
  private static String filled(String line) {
    return line.replaceAll("@[/\\w.-]+", "text:x")
        .replaceAll("<[a-z ]+>|\\bUUID\\b", WireServer.RESOURCE)
        .replaceAll("\\bid=ID\\b", "id=1")
        .replace("…", WireServer.RESOURCE)
        .replaceAll("(password|secretKey)=text:x", "$1=text:" + "a".repeat(12));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areTaken(String line) {
    server.knowsNames();
    Outcome outcome =
        new Workplace(home, server.url())
            .loggedIn()
            .at(new TypingUser("typed-by-hand", 80))
            .line(filled(line));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(server.received()).isNotEmpty();
  }

  /** What is looked up is read; only a dry run of the server's own is a call. */
  @ParameterizedTest
  @MethodSource("examples")
  void changeNothingWithADryRun(String line) {
    server.knowsNames();
    server.on(
        "GET /deletion-previews/" + WireServer.RESOURCE, WireServer.Answer.ok("{\"copies\":1}"));
    Outcome outcome =
        new Workplace(home, server.url())
            .loggedIn()
            .at(new TypingUser("typed-by-hand", 80))
            .line(filled(line).replace(" --dry-run", "") + " --dry-run");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).doesNotContain("typed-by-hand");
    assertThat(server.received())
        .allMatch(request ->
            request.method().equals("GET") || request.body().contains("\"dryRun\":true"));
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(50);
  }

  /** What is neither noun nor operation is a command of the tool's own, or of the launcher. */
  @Test
  void thereAreNoOthersThanTheToolAndItsLauncherHave() throws IOException {
    String launcher = Files.readString(Path.of("..", "strongroom"));
    List<String> unknown =
        allLines()
            .map(DocumentedCommandsTest::firstWord)
            .distinct()
            .filter(word -> !Nouns.isNoun(word) && !isOperation(word))
            .filter(word -> !Commands.names().contains(word))
            .filter(word -> !launcher.contains("./strongroom " + word)) // which tells its own
            .toList();
    assertThat(unknown).isEmpty();
  }

  /** In the middle of a sentence, too: operations and nouns with their verbs. */
  @Test
  void whatIsNamedInSentencesIsThere() throws IOException {
    Pattern quoted =
        Pattern.compile("`(?:\\./strongroom )?([a-z]+(?:-[a-z]+)*) ([a-z]+(?:-[a-z0-9]+)*)[^`]*`");
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      Matcher words = quoted.matcher(Files.readString(document));
      while (words.find()) {
        String noun = words.group(1);
        if (Nouns.isNoun(noun)
            && ToolVerb.find(noun, words.group(2)).isEmpty()
            && Nouns.verbs(noun).stream().noneMatch(verb -> verb.name().equals(words.group(2)))) {
          unknown.add(document + ": " + words.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Addresses of the REST API in the documents, with any value for a variable. */
  @Test
  void everyAddressThatIsCalledIsOneOfAnOperation() throws IOException {
    Pattern address = Pattern.compile("/zstack/v1(/[\\w<>$/{}.-]+)");
    List<Pattern> known =
        Stream.concat(
                Operations.all().stream().flatMap(operation -> operation.paths().stream()),
                ROUTES_OF_BYTES.stream())
            .map(path -> Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+")))
            .toList();
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      Matcher found = address.matcher(Files.readString(document));
      while (found.find()) {
        String path = found.group(1).replaceFirst("[/.]+$", "");
        if (known.stream().noneMatch(pattern -> pattern.matcher(path).matches())) {
          unknown.add(document + ": " + found.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyNounAndVerbIsInTheirTable() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    for (String noun : Nouns.names()) {
      assertThat(document).contains("`" + noun + "`");
    }
    for (String noun : List.of("backup-node", "image-backup", "bucket", "image", "zone", "job")) {
      String row =
          document
              .lines()
              .filter(line -> line.startsWith("| `" + noun + "` |"))
              .findFirst()
              .orElse("");
      Nouns.verbs(noun).forEach(verb -> assertThat(row).contains("`" + verb.name() + "`"));
    }
  }
}
