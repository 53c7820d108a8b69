package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import org.strongroom.cli.noun.Nouns;

/** The examples of nouns and verbs in the documents are taken as they are printed. */
class DocumentedCommandsTest {
  private static final String TOOL = "./strongroom ";

  @TempDir Path home;
  private final WireServer server = new WireServer();

  @AfterEach
  void stop() {
    server.close();
  }

  static List<String> examples() throws IOException {
    try (Stream<String> lines =
        Stream.concat(
            Files.lines(Path.of("..", "docs", "cli.md")),
            Files.lines(Path.of("..", "README.md")))) {
      return lines
          .map(line -> line.strip().replaceFirst("^\\$ ", ""))
          .filter(line -> line.startsWith(TOOL))
          .map(line -> line.substring(TOOL.length()))
          .filter(line ->
              Stream.of(line.replaceFirst("^-o table ", "").split(" "))
                  .limit(1)
                  .anyMatch(Nouns::isNoun))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areTaken(String line) {
    server.knowsNames();
    Outcome outcome =
        new Workplace(home, server.url())
            .loggedIn()
            .at(new TypingUser("typed", 80))
            .line(line.replace("@/root/node1.pw", "text:x"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(server.calls()).isNotEmpty();
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(10);
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
