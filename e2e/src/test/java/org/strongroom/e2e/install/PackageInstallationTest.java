package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.e2e.install.PackageTree.ROOT;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.material.Programs;

/** What dpkg does with packages, over a root of its own. */
class PackageInstallationTest {
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
    assertThat(
            Programs.run("dpkg-deb", "--contents", PackageTree.debian(directory, "1.0").toString()))
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
      Programs.Ended upgrade = dpkg(PackageTree.debian(directory, "1.1"));
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

  private void install(String version) throws IOException {
    Programs.Ended ended = dpkg(PackageTree.debian(directory, version));
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
}
