package org.strongroom.e2e.install;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.specification.DocumentedLines;

/**
 * Packages: their versions and layout, and what dpkg does with them over a root of its own, with a
 * tree that has no program in it. The whole package, with its runtime, takes minutes: {@code
 * -Dstrongroom.package=true} builds it twice and starts a server from it.
 */
class PackageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final String DATABASE = "var/lib/strongroom/data/strongroom.db";

  @TempDir Path directory;
  private Path root;

  @BeforeEach
  void anEmptyRoot() throws IOException {
    root = directory.resolve("root");
    for (String part : List.of("updates", "info", "triggers")) {
      Files.createDirectories(root.resolve("var/lib/dpkg").resolve(part));
    }
    Files.createFile(root.resolve("var/lib/dpkg/status"));
  }

  @Test
  void eachCommitIsNewerThanTheOneBeforeAndOlderThanTheRelease() {
    String first = version("1.2.0-SNAPSHOT", "1764403200");
    String second = version("1.2.0-SNAPSHOT", "1764403201");
    String release = version("1.2.0", "1764403202");

    assertThat(release).isEqualTo("1.2.0");
    assertThat(first).isEqualTo("1.2.0~20251129080000.abc");
    for (List<String> pair : List.of(List.of(first, second), List.of(second, release))) {
      Programs.run("dpkg", "--compare-versions", pair.get(0), "lt", pair.get(1));
    }
  }

  @Test
  void theSameTreeGivesTheSameBytes() throws IOException {
    Path tree = tree("1.0");
    shell("pack '%s' '%s'".formatted(tree, directory.resolve("a.tar.gz")));
    Files.setLastModifiedTime(tree.resolve("bin/strongroom"), FileTime.fromMillis(0));
    shell("pack '%s' '%s'".formatted(tree, directory.resolve("b.tar.gz")));

    assertThat(directory.resolve("b.tar.gz")).satisfies(sameBytes(directory.resolve("a.tar.gz")));
    assertThat(debian("1.0")).satisfies(sameBytes(debian("1.0")));
  }

  @Test
  void aDebianPackageHasUnitConfigurationAndDirectories() throws IOException {
    install("1.0");

    assertThat(root.resolve("usr/lib/systemd/system/strongroom.service"))
        .content()
        .contains("ExecStart=/usr/bin/strongroom serve", "User=strongroom")
        .as("whoever takes the server over has nothing of the machine")
        .contains("UMask=0077", "LimitCORE=0", "NoNewPrivileges=yes", "ProtectSystem=strict")
        .containsPattern("(?m)^CapabilityBoundingSet=$")
        .contains("RestrictAddressFamilies=", "SystemCallFilter=", "LockPersonality=yes");
    assertThat(root.resolve("usr/bin/strongroom").toRealPath())
        .isEqualTo(root.resolve("usr/lib/strongroom/bin/strongroom").toRealPath());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("var/lib/strongroom"))))
        .isEqualTo("rwxr-x---");
    assertThat(Programs.run("dpkg-deb", "--contents", debian("1.0").toString()))
        .as("which dpkg may be told to leave out")
        .contains("usr/share/doc/strongroom/docs/operations.md");
    assertThat(root.resolve("var/lib/dpkg/info/strongroom.conffiles"))
        .content()
        .contains("/etc/strongroom/strongroom.properties", "/etc/strongroom/environment");
    assertThat(root.resolve("etc/strongroom/strongroom.properties"))
        .content()
        .contains("data.dir=/var/lib/strongroom/data");
  }

  @Test
  void theDocumentsInstallThePackageByItsName() throws IOException {
    String control = Files.readString(ROOT.resolve("packaging/deb/control.in"));
    String name = control.replaceFirst("(?s).*?^?Package: (\\S+)\n.*", "$1");

    assertThat(DocumentedLines.of("apt", "apt-get"))
        .isNotEmpty()
        .allMatch(line ->
            line.matches("apt install (--allow-downgrades )?\\./" + name + "_<\\w+>_amd64\\.deb"));
    assertThat(Files.readString(ROOT.resolve("packaging/package.sh")))
        .contains("/" + name + "_${version}_$machine.deb");
  }

  @Test
  void anUpgradeKeepsTheDatabaseFirstAndCanBeTakenBack() throws IOException {
    install("1.0");
    write(DATABASE, "tables of 1.0");
    write(DATABASE + "-wal", "their newest pages");
    write("var/lib/strongroom/data/key.json", "key");
    write("etc/strongroom/strongroom.properties", "data.dir = /var/lib/strongroom/data\n");

    install("1.1");

    Path backup = theBackup();
    assertThat(backup.getFileName().toString()).startsWith("1.0-");
    assertThat(backup.resolve("strongroom.db")).hasContent("tables of 1.0");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rwx------");
    assertThat(root.resolve("etc/strongroom/strongroom.properties"))
        .as("what the administrator wrote")
        .hasContent("data.dir = /var/lib/strongroom/data\n");

    write(DATABASE, "tables of 1.1");
    Files.delete(root.resolve(DATABASE + "-wal"));
    install("1.0");
    Path data = root.resolve("var/lib/strongroom/data");
    String told =
        Programs.run(
            ROOT.resolve("packaging/strongroom-restore").toString(),
            backup.toString(),
            data.toString());

    assertThat(told).contains("restored from");
    assertThat(root.resolve(DATABASE)).hasContent("tables of 1.0");
    assertThat(root.resolve(DATABASE + "-wal")).hasContent("their newest pages");
    try (Stream<Path> aside = Files.find(data, 2, (p, a) -> p.endsWith("strongroom.db"))) {
      assertThat(aside.filter(p -> p.toString().contains("before-restore")))
          .singleElement()
          .satisfies(p -> assertThat(p).hasContent("tables of 1.1"));
    }
  }

  @Test
  void whereAServerStillRunsNothingIsUpgradedOrRestored() throws IOException {
    install("1.0");
    write(DATABASE, "in use");
    Path lock = root.resolve("var/lib/strongroom/data/lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Programs.Ended upgrade = dpkg(debian("1.1"));
      Path backup = Files.createDirectory(directory.resolve("backup"));
      Files.writeString(backup.resolve("strongroom.db"), "old");
      Programs.Ended restore =
          Programs.run(
              new ProcessBuilder(
                  ROOT.resolve("packaging/strongroom-restore").toString(),
                  backup.toString(),
                  lock.getParent().toString()),
              "");

      assertThat(upgrade.code()).isNotZero();
      assertThat(upgrade.err()).contains("a server still runs over /var/lib/strongroom/data");
      assertThat(restore.code()).isEqualTo(1);
    }
    assertThat(root.resolve(DATABASE)).hasContent("in use");
    assertThat(root.resolve("usr/lib/strongroom/VERSION")).hasContent("1.0");
  }

  @Test
  void removingThePackageKeepsTheData() throws IOException {
    install("1.0");
    write(DATABASE, "images");

    Programs.run(dpkgWords("--purge", "strongroom"));

    assertThat(root.resolve(DATABASE)).hasContent("images");
    assertThat(root.resolve("usr/bin/strongroom")).doesNotExist();
  }

  @Test
  void noStartVerifiesTheSignatureOfALibrary() throws Exception {
    Path signed = Path.of(SCrypt.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = Files.copy(signed, directory.resolve("library.jar"));

    shell("export JAVA_HOME='%s'\nrepack '%s' signature".formatted(JAVA_HOME, jar));

    try (JarFile before = new JarFile(signed.toFile());
        JarFile after = new JarFile(jar.toFile())) {
      assertThat(before.getManifest().getEntries()).as("it is signed").isNotEmpty();
      assertThat(after.getManifest().getEntries()).isEmpty();
      assertThat(after.getManifest().getMainAttributes())
          .containsEntry(new Attributes.Name("Multi-Release"), "true");
      Set<String> gone = names(before);
      gone.removeAll(names(after));
      assertThat(gone)
          .contains("META-INF/services/java.security.Provider")
          .anyMatch(name -> name.endsWith(".SF"))
          .allMatch(name -> name.startsWith("META-INF/"));
    }
  }

  /** Java's caches have no place for classes as old as those. */
  @Test
  void classesOfJava5AreBroughtUpToDateAndDoTheSame() throws Exception {
    byte[] old =
        ClassFile.of()
            .build(
                ClassDesc.of("Old"),
                type ->
                    type.withVersion(ClassFile.JAVA_5_VERSION, 0)
                        .withMethodBody(
                            "answer",
                            MethodTypeDesc.ofDescriptor("(I)I"),
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                            code ->
                                code.iload(0)
                                    .ifThenElse(
                                        yes -> yes.bipush(42).ireturn(),
                                        no -> no.iconst_0().ireturn())));
    Path jar = directory.resolve("old.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("Old.class"));
      zip.write(old);
    }

    Programs.run(
        JAVA_HOME + "/bin/java",
        ROOT.resolve("packaging/StackMaps.java").toString(),
        jar.toString());

    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var made = requireNonNull(loader.getResourceAsStream("Old.class"))) {
      assertThat(loader.loadClass("Old").getMethod("answer", int.class).invoke(null, 1))
          .isEqualTo(42);
      assertThat(ClassFile.of().parse(made.readAllBytes()).majorVersion())
          .isEqualTo(ClassFile.JAVA_7_VERSION);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "strongroom.package", matches = "true")
  void theWholePackageIsTheSameTwiceAndStarts() throws Exception {
    Path first = whole("first");
    Path second = whole("second");

    assertThat(second).satisfies(sameBytes(first));
    assertThat(Files.size(first)).isLessThan(100L << 20);
    Programs.run("tar", "-x", "-f", first.toString(), "-C", directory.toString());
    try (Stream<Path> unpacked = Files.list(directory)) {
      Path tree =
          unpacked.filter(p -> p.resolve("VERSION").toFile().exists()).findFirst().orElseThrow();
      String tool = tree.resolve("bin/strongroom").toString();
      Programs.run(tool, "prepare");
      assertThat(tree.resolve("cache/server.aot")).isNotEmptyFile();
      assertThat(tree.resolve("cache/tool.aot")).isNotEmptyFile();
      assertThat(Programs.run(tool, "--version")).startsWith("strongroom ");
    }
  }

  /** In place of Java: notes what it is given, and says that it is ready if it is the server. */
  private static final String NOTES =
      """
      #!/bin/sh
      here=$(dirname "$0")
      echo "$*" >>"$here/arguments"
      env >>"$here/environment"
      case "$*" in *server.Main*) echo "Strongroom is ready at http://127.0.0.1:9 now" && exec sleep 60 ;; esac
      """;

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
    Path tree = tree("1.0");
    Files.copy(ROOT.resolve("packaging/start.sh"), tree.resolve("lib/start.sh"));
    Files.createDirectories(tree.resolve("runtime/bin"));
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
    Files.move(directory.resolve("java"), tree.resolve("runtime/bin/java"));
    Files.createDirectories(tree.resolve("cache"));
    for (String list : List.of("server.jars", "tool.jars")) {
      Files.writeString(tree.resolve("lib/" + list), "");
    }
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
    Path tree = tree("1.0");
    Files.copy(ROOT.resolve("packaging/start.sh"), tree.resolve("lib/start.sh"));
    Files.createDirectories(tree.resolve("runtime/bin"));
    for (String list : List.of("server.jars", "tool.jars")) {
      Files.writeString(tree.resolve("lib/" + list), "");
    }
    program("java", HOLDS);
    Files.move(directory.resolve("java"), tree.resolve("runtime/bin/java"));
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

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Set<String> names(JarFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(ZipEntry::getName)
        .collect(Collectors.toSet());
  }

  private Path whole(String name) throws IOException {
    Path output = directory.resolve(name);
    Programs.run(ROOT.resolve("strongroom").toString(), "package", output.toString());
    try (Stream<Path> made = Files.list(output)) {
      return made.filter(p -> p.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private String version(String declared, String seconds) {
    return shell("package_version %s %s abc".formatted(declared, seconds)).strip();
  }

  private Path tree(String version) throws IOException {
    Path tree = directory.resolve("strongroom-" + version);
    for (String part : List.of("bin", "lib", "docs", "runtime")) {
      Files.createDirectories(tree.resolve(part));
    }
    Files.copy(
        ROOT.resolve("packaging/strongroom"),
        tree.resolve("bin/strongroom"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(tree.resolve("docs/operations.md"), "how to");
    for (String file : List.of("LICENSE", "README.md", "CHANGELOG.md")) {
      Files.writeString(tree.resolve(file), file);
    }
    Files.writeString(tree.resolve("VERSION"), version + "\n");
    return tree;
  }

  private Path debian(String version) throws IOException {
    Path made = Files.createTempFile(directory, version, ".deb");
    Path work = Files.createTempDirectory(directory, "deb").resolve("work");
    shell(
        "lay_out_deb '%s' '%s' '%s' %s all\ndpkg-deb --root-owner-group -Zgzip --build '%s' '%s'"
            .formatted(ROOT, tree(version), work, version, work, made));
    return made;
  }

  private void install(String version) throws IOException {
    Programs.Ended ended = dpkg(debian(version));
    assertThat(ended.code()).as(ended.toString()).isZero();
  }

  private Programs.Ended dpkg(Path debian) {
    return Programs.run(new ProcessBuilder(dpkgWords("-i", debian.toString())), "");
  }

  private String[] dpkgWords(String... words) {
    return Stream.concat(
            Stream.of(
                "dpkg",
                "--root=" + root,
                "--log=" + directory.resolve("dpkg.log"),
                "--force-script-chrootless",
                "--force-depends",
                "--force-downgrade",
                "--force-confold"),
            Arrays.stream(words))
        .toArray(String[]::new);
  }

  private Path theBackup() throws IOException {
    try (Stream<Path> backups = Files.list(root.resolve("var/backups/strongroom"))) {
      return backups.findFirst().orElseThrow();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String shell(String script) {
    return Programs.run(
        "sh",
        "-c",
        "set -eu; export SOURCE_DATE_EPOCH=1764403200; . '%s'\n%s"
            .formatted(ROOT.resolve("packaging/parts.sh"), script));
  }
}
