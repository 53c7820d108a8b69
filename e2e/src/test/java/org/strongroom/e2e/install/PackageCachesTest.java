package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.e2e.install.PackageTree.ROOT;
import static org.strongroom.e2e.install.PackageTree.shell;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that an installed program starts from, made once it is there. */
class PackageCachesTest {
  /** In place of Java: notes what it is given, and says that it is ready if it is the server. */
  private static final String NOTES =
      """
      #!/bin/sh
      here=$(dirname "$0")
      echo "$*" >>"$here/arguments"
      env >>"$here/environment"
      case "$*" in *server.Main*) echo "Strongroom is ready at http://127.0.0.1:9 now" && exec sleep 60 ;; esac
      """;

  /** In place of Java: the tool does not come to an end as long as there is the file. */
  private static final String HOLDS =
      """
      #!/bin/sh
      here=$(dirname "$0")
      case "$*" in
        *AOTCacheOutput=*server.Main*)
          echo $$ >"$here/pid" && mv "$here/pid" "$here/learner"
          echo "Strongroom is ready at http://127.0.0.1:9 now" && exec sleep 60 ;;
        *server.Main*) exec sleep 60 ;;
        *) while [ -f "$here/hold" ]; do sleep 0.05; done ;;
      esac
      """;

  @TempDir Path directory;

  /** Whoever may use the machine reaches it, and its administrator may read what its user may. */
  @Test
  void theServerThatCachesAreMadeFromHasAPasswordThatNobodyKnows() throws IOException {
    program("java", NOTES);
    Files.createDirectories(directory.resolve("cache/ground.left-by-a-kill/data"));
    for (String list : List.of("server.jars", "tool.jars")) {
      Files.writeString(directory.resolve(list), "");
    }
    String train =
        "home=%1$s java=%1$s/java lists=%1$s caches=%1$s/cache\n. %2$s/packaging/start.sh\ntrain_server %1$s/cache/server.part || true\n"
            .formatted(directory, ROOT);
    shell(train);
    shell(train);
    List<String> passwords =
        Files.readAllLines(directory.resolve("environment")).stream()
            .filter(line -> line.startsWith("STRONGROOM_ADMIN_PASSWORD="))
            .map(line -> line.replaceFirst(".*=", ""))
            .toList();
    assertThat(passwords)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(password -> password.length() > 32);
    assertThat(Files.readString(directory.resolve("arguments")))
        .contains("LogInByAccount")
        .doesNotContain(passwords);
    try (Stream<Path> left = Files.list(directory.resolve("cache"))) {
      assertThat(left).as("what it stood on, and what a killed one left").isEmpty();
    }
  }

  @Test
  void halfACacheOfARunThatWasKilledIsNeverTaken() throws IOException {
    // As one that is cut off while it writes: the file is there, and Java would not take it.
    program(
        "java",
        """
        #!/bin/sh
        for word in "$@"; do
          case "$word" in -XX:AOTCacheOutput=*) printf half >"${word#*=}" ;; esac
        done
        exit 1
        """);
    Path tree = startable();
    Files.createDirectories(tree.resolve("cache"));
    for (String half : List.of("server.part", "tool.part", "tool.aot")) {
      Files.writeString(tree.resolve("cache/" + half), "half");
    }
    shell("sh %s/bin/strongroom prepare".formatted(tree));
    assertThat(tree.resolve("cache/server.aot")).doesNotExist();
    assertThat(tree.resolve("cache/tool.aot")).doesNotExist();
    assertThat(tree.resolve("cache/prepared")).exists();
  }

  /** In the middle of a call to the server that caches are made from. */
  @Test
  void aPreparationOutlivesTheServerThatBeganItAndLeavesNothingWhenItIsKilledToo()
      throws Exception {
    program("java", HOLDS);
    Path tree = startable();
    Path hold = Files.createFile(tree.resolve("runtime/bin/hold"));
    Path cache = tree.resolve("cache");
    Process serve = begin(tree, "serve");
    ProcessHandle learner = learner(tree);
    serve.destroyForcibly().waitFor();
    assertThat(learner.isAlive()).isTrue();
    Files.delete(hold);
    await().untilAsserted(() -> assertThat(cache.resolve("prepared")).exists());
    assertThat(learner.isAlive()).isFalse();

    Files.createFile(hold);
    Process prepare = begin(tree, "prepare");
    ProcessHandle another = learner(tree);
    prepare.destroyForcibly().waitFor();
    await().until(() -> !another.isAlive());
    Files.delete(hold);
    // the tool that was calling has the lock until it has ended
    shell("flock %1$s/cache/lock true; sh %1$s/bin/strongroom prepare".formatted(tree));
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "prepared", "server.log", "tool.log");
    }
  }

  private static Process begin(Path tree, String command) throws IOException {
    return new ProcessBuilder("sh", tree.resolve("bin/strongroom").toString(), command)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  private static ProcessHandle learner(Path tree) throws IOException {
    Path told = tree.resolve("runtime/bin/learner");
    await().until(() -> Files.exists(told));
    ProcessHandle learner = ProcessHandle.of(Long.parseLong(Files.readString(told).strip())).get();
    Files.delete(told);
    return learner;
  }

  /** A tree that is started by the program {@code java} of its test. */
  private Path startable() throws IOException {
    Path tree = PackageTree.in(directory, "1.0");
    Files.copy(ROOT.resolve("packaging/start.sh"), tree.resolve("lib/start.sh"));
    Files.createDirectories(tree.resolve("runtime/bin"));
    Files.move(directory.resolve("java"), tree.resolve("runtime/bin/java"));
    for (String list : List.of("server.jars", "tool.jars")) {
      Files.writeString(tree.resolve("lib/" + list), "");
    }
    return tree;
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
