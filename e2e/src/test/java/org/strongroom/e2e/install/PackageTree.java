package org.strongroom.e2e.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.strongroom.e2e.material.Programs;

/** What packages are made of, with no program in it, and the scripts that make them. */
final class PackageTree {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private PackageTree() {}

  /**
   * Lays a tree out as it is packed.
   *
   * @param directory where
   * @param version its version, as in {@code VERSION}
   */
  static Path in(Path directory, String version) throws IOException {
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

  /** Packs such a tree for dpkg. */
  static Path debian(Path directory, String version) throws IOException {
    Path made = Files.createTempFile(directory, version, ".deb");
    Path work = Files.createTempDirectory(directory, "deb").resolve("work");
    shell(
        "lay_out_deb '%s' '%s' '%s' %s all\ndpkg-deb --root-owner-group -Zgzip --build '%s' '%s'"
            .formatted(ROOT, in(directory, version), work, version, work, made));
    return made;
  }

  /** Runs lines over the parts that packages are made by, and answers what they print. */
  static String shell(String script) {
    return Programs.run(
        "sh",
        "-c",
        "set -eu; export SOURCE_DATE_EPOCH=1764403200; . '%s'\n%s"
            .formatted(ROOT.resolve("packaging/parts.sh"), script));
  }
}
