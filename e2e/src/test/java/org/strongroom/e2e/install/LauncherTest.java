package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher of a clone, with a Maven and a Java that only tell that they were called: it starts
 * what is built, and builds when it is told to.
 */
class LauncherTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;
  private Path clone;

  @BeforeEach
  void aClone() throws IOException {
    clone = Files.createDirectories(directory.resolve("clone of mine"));
    for (String module : List.of("api", "storage", "server", "cli", "packaging")) {
      Files.createDirectories(clone.resolve(module));
    }
    Files.copy(ROOT.resolve("strongroom"), clone.resolve("strongroom"));
    Files.copy(ROOT.resolve("packaging/start.sh"), clone.resolve("packaging/start.sh"));
    Files.writeString(clone.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n");
    Path jdk = Files.createDirectories(directory.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/javac", "");
    program(
        "jdk/bin/java",
        """
        for word in "$@"; do
          if [ "$word" = serve ]; then
            echo "served, and is ready at http://127.0.0.1:9 (nowhere)"
            while [ ! -e '%s' ]; do sleep 0.05; done
            exit 0
          fi
        done
        echo "java $*"
        """
            .formatted(directory.resolve("stop")));
    program(
        "bin/mvn",
        """
        echo built >>'%s'
        echo '[INFO] Building Strongroom :: server 1.2.3          [4/6]'
        mkdir -p server/target/lib cli/target/lib
        touch server/target/lib/a.jar server/target/strongroom-server-1.2.3.jar
        touch cli/target/lib/a.jar cli/target/strongroom-cli-1.2.3.jar
        exit $(cat '%s' 2>/dev/null || echo 0)
        """
            .formatted(builds(), directory.resolve("mvn-status")));
  }

  @Test
  void aFreshCloneBuildsByItselfTellsSoAndStarts() throws Exception {
    Ran first = launch("--version");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("org.strongroom.cli.Main --version")
        .contains("clone of mine/cli/target/strongroom-cli-1.2.3.jar");
    assertThat(first.err())
        .contains("a fresh clone is built first", "building server (4/6)", "strongroom: built");
    assertThat(launch("zone", "list").err()).isEmpty();
    assertThat(builds()).content().hasLineCount(1);
  }

  @Test
  void changedSourcesBuildNothingUntilToldTo() throws Exception {
    launch("build");
    makeNewer(clone.resolve("server/pom.xml"));
    Files.createFile(directory.resolve("stop"));

    Ran tool = launch("zone", "list");
    Ran server = launch("serve");

    assertThat(tool.err()).isEmpty();
    assertThat(server.err()).contains("sources are newer than what is built");
    assertThat(server.out()).contains("served");
    assertThat(builds()).content().hasLineCount(1);
    assertThat(launch("build").status()).isZero();
    assertThat(builds()).content().hasLineCount(2);
  }

  @Test
  void nothingIsBuiltUnderARunningServer() throws Exception {
    launch("build");
    Process server = start("serve");
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> output("serve").contains("served"));

      Ran refused = launch("build");

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains("stop it before building");
      assertThat(launch("zone", "list").status()).as("the tool beside it").isZero();
      Files.delete(clone.resolve("server/target/lib/a.jar"));
      assertThat(launch("zone", "list").err()).contains("a server runs from this clone");
      assertThat(builds()).content().hasLineCount(1);
    } finally {
      Files.createFile(directory.resolve("stop"));
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(launch("build").status()).isZero();
  }

  @Test
  void aBuildThatFailsSaysSoAndStartsNothing() throws Exception {
    Files.writeString(directory.resolve("mvn-status"), "1");

    Ran failed = launch("zone", "list");

    assertThat(failed.status()).isEqualTo(2);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("the build failed; the whole log is in");
  }

  @Test
  void theHeapOfAServerIsBoundedAndCanBeSet() throws Exception {
    launch("build");
    program("jdk/bin/java", "echo \"$*\"\n");

    String options = launch("serve").out();

    assertThat(options).containsPattern("-Xmx1g .*-Xmx2g .*org.strongroom.server.Main serve");
  }

  @Test
  void helpIsWhatTheToolSaidWhenItWasBuiltWithoutAJava() throws Exception {
    launch("build");
    program("jdk/bin/java", "exit 7\n");

    Ran help = launch("--help");

    assertThat(help.status()).as(help.err()).isZero();
    assertThat(help.out()).contains("org.strongroom.cli.Main --help");
  }

  private record Ran(int status, String out, String err) {}

  private Ran launch(String... words) throws Exception {
    Process process = start(words);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(),
        output(words[0]),
        Files.readString(directory.resolve(words[0] + ".err")));
  }

  private Process start(String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(clone.resolve("strongroom").toString()), Stream.of(words))
                .toList());
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("STRONGROOM_JAVA_OPTIONS", "-Xmx2g");
    builder.environment().merge("PATH", directory.resolve("bin").toString(), (a, b) -> b + ":" + a);
    builder.redirectOutput(directory.resolve(words[0] + ".out").toFile());
    builder.redirectError(directory.resolve(words[0] + ".err").toFile());
    return builder.start();
  }

  private String output(String word) throws IOException {
    return Files.readString(directory.resolve(word + ".out"));
  }

  private Path builds() {
    return directory.resolve("builds");
  }

  private void makeNewer(Path file) throws IOException {
    Files.createFile(file);
    Files.setLastModifiedTime(
        file,
        FileTime.fromMillis(
            Files.getLastModifiedTime(clone.resolve("target/built")).toMillis() + 2000));
  }

  private void program(String name, String text) throws IOException {
    Path program = directory.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
