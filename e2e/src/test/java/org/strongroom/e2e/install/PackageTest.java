package org.strongroom.e2e.install;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.e2e.install.PackageTree.ROOT;
import static org.strongroom.e2e.install.PackageTree.shell;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.specification.DocumentedLines;

/**
 * Packages: their versions and layout. The whole package, with its runtime, takes minutes: {@code
 * -Dstrongroom.package=true} builds it twice and starts a server from it.
 */
class PackageTest {
  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir Path directory;

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
    Path tree = PackageTree.in(directory, "1.0");
    shell("pack '%s' '%s'".formatted(tree, directory.resolve("a.tar.gz")));
    Files.setLastModifiedTime(tree.resolve("bin/strongroom"), FileTime.fromMillis(0));
    shell("pack '%s' '%s'".formatted(tree, directory.resolve("b.tar.gz")));

    assertThat(directory.resolve("b.tar.gz")).satisfies(sameBytes(directory.resolve("a.tar.gz")));
    assertThat(PackageTree.debian(directory, "1.0"))
        .satisfies(sameBytes(PackageTree.debian(directory, "1.0")));
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
}
