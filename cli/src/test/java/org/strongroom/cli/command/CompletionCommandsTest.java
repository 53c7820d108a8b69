package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;

/**
 * Completion of names by the server, in the shells that people use, and the pages of the manual.
 */
class CompletionCommandsTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url()).loggedIn();
    server.on("GET /images", WireServer.rows("{\"name\":\"debian-12\"}", "{\"name\":\"de b\"}"));
    server.on("GET /backup-storage", WireServer.rows("{\"name\":\"vault\"}"));
    server.on("GET /longjobs", WireServer.rows("{\"name\":\"nightly\"}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'image show de'                                     | de b;debian-12
          'image show x'                                      |
          'image delete '                                     | de b;debian-12
          'image verify --uuid deb'                           | debian-12
          'image add --backup-storage-uuids a,v'              | 'a,vault'
          'image add --backup-storage-uuids=v'                | --backup-storage-uuids=vault
          'DeleteBackupStorage uuid=v'                        | uuid=vault
          'job wait n'                                        | nightly
          'download d'                                        | de b;debian-12
          'image download d'                                  | de b;debian-12
          '-o table --timeout 5 image show d'                 | de b;debian-12
          'context u'                                         | use
          'job wa'                                            | wait;watch
          """)
  void namesAreAskedOfTheServer(String typed, String expected) {
    List<String> words = List.of(typed.split(" ", -1));
    String[] arguments =
        Stream.concat(Stream.of("complete-words", "--"), words.stream()).toArray(String[]::new);

    String out = workplace.run(arguments).out();

    List<String> found =
        out.lines()
            .map(line -> line.replaceFirst("\t.*", ""))
            .filter(word -> typed.contains("--backup") || !word.startsWith("--"))
            .toList();
    assertThat(String.join(";", found)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aServerThatIsAwayOrRefusesKeepsTheShellQuiet() {
    server.on("GET /images", new Answer(503, "{\"error\":{\"code\":\"ID.1001\"}}"));
    assertThat(workplace.line("complete-words -- image show d").err()).isEmpty();

    server.close();
    Workplace.Outcome outcome = workplace.line("complete-words -- image show d");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out() + outcome.err()).isEmpty();
    assertThat(workplace.line("complete-words -- --context none image show d").err()).isEmpty();
  }

  @Test
  void whoIsNotLoggedInAsksNothing() {
    new Workplace(home, server.url()).line("complete-words -- image show d");

    assertThat(server.received()).isEmpty();
  }

  @Test
  void bashAsksForNamesAlone() throws Exception {
    Path script = script("bash");
    String program =
        """
        source "$1"; compopt() { :; }
        COMP_LINE="$2"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< "$2"
        [[ "$2" == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _strongroom; printf '%s\\n' "${COMPREPLY[@]}"
        """;
    assertThat(ran("bash", "-uc", program, "bash", script.toString(), "strongroom image show de"))
        .isEqualTo("debian-12\nde\\ b\n");
    assertThat(asked()).isEqualTo("complete-words -- image show de\n");
    assertThat(
            ran(
                "bash",
                "-uc",
                program,
                "bash",
                script.toString(),
                "strongroom image add --format q"))
        .contains("qcow2");
    assertThat(asked())
        .as("what the script knows by itself")
        .isEqualTo("complete-words -- image show de\n");
  }

  @Test
  void zshDoes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")));
    Path script = script("zsh");
    String program =
        """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z "PATH=$PATH; autoload -Uz compinit; compinit -u -d $1.dump; source $1; echo rea''dy"
        zpty -r z out '*ready*'
        zpty -w -n z $'strongroom image show deb\\t'
        zpty -r z out '*show debian-12*'
        print -r -- "$out"
        """;

    assertThat(ran("/usr/bin/zsh", "-fc", program, "zsh", script.toString())).contains("debian-12");
  }

  @Test
  void fishDoes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")));
    Path script = script("fish");

    String found =
        ran(
            "/usr/bin/fish",
            "-c",
            "source $argv[1]; complete -C 'strongroom image show de'",
            script.toString());

    assertThat(found.lines().map(line -> line.replaceFirst("\t.*", "")))
        .containsExactlyInAnyOrder("debian-12", "de b");
  }

  @Test
  void otherShellsAreRefusedWithThoseThatThereAre() {
    Workplace.Outcome outcome = workplace.line("completion tcsh");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("bash, zsh and fish");
  }

  /** A script beside a program that answers as the tool would, and remembers that it was asked. */
  private Path script(String shell) throws IOException {
    Path program = home.resolve("strongroom");
    Files.writeString(
        program,
        "#!/bin/sh\necho \"$*\" >> '%s'\nprintf 'debian-12\\tan image\\nde b\\n'\n"
            .formatted(home.resolve("asked")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.writeString(
        home.resolve("script." + shell), workplace.line("completion " + shell).out());
  }

  private String asked() throws IOException {
    return Files.readString(home.resolve("asked"));
  }

  private String ran(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", home + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("TERM", "dumb");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      Thread.ofVirtual()
          .start(() -> {
            try {
              if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theManualHasAPageOfTheToolAndOneOfEachNoun() throws Exception {
    Path manual = home.resolve("man1");
    assertThat(workplace.run("man-pages", manual.toString()).code()).isZero();

    String tool = Files.readString(manual.resolve("strongroom.1"));
    assertThat(tool)
        .contains(".TH \"STRONGROOM\" 1", "storage away", "STRONGROOM\\_URL".replace("\\", ""))
        .doesNotContain("complete\\-words");
    assertThat(Files.readString(manual.resolve("strongroom-image.1")))
        .contains(".SS \"delete\"", "\\-\\-delete\\-mode", ".SS \"upload\"");
    if (Files.isExecutable(Path.of("/usr/bin/groff"))) {
      try (Stream<Path> pages = Files.list(manual)) {
        List<String> command =
            Stream.concat(
                    Stream.of("groff", "-man", "-Tutf8", "-ww", "-z"), pages.map(Path::toString))
                .toList();
        assertThat(ran(command.toArray(String[]::new))).as("warnings of groff").isEmpty();
      }
    }
  }
}
