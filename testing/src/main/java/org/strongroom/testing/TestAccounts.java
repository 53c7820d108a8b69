package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The local accounts that an {@link OpenSshServer} lets in: {@code strongroom-test} with a shell
 * (dash, whose start-up costs nothing), {@code strongroom-twin}, which is another name of the same
 * user, and {@code strongroom-sftp} without a shell. They are made once, by root, with one random
 * password that is kept in {@code /var/lib/strongroom-test} for root alone, so that test runs side
 * by side agree on it. Remove them with {@code userdel} and that directory.
 */
final class TestAccounts {
  static final String SHELL = "strongroom-test";
  static final String TWIN = "strongroom-twin";
  static final String CONFINED = "strongroom-sftp";

  /** Owned by root all the way up, as sshd demands of a chroot: nothing below /tmp would do. */
  static final Path HOME = Path.of("/var/lib/strongroom-test");

  private static final Object ONE_THREAD = new Object();

  private TestAccounts() {}

  /** Makes what is missing and answers the password of both accounts. */
  static String password() {
    synchronized (ONE_THREAD) {
      try {
        Files.createDirectories(
            HOME,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (var lock =
            FileChannel.open(
                HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          lock.lock();
          return makeAccounts();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("test accounts need root", e);
      }
    }
  }

  private static String makeAccounts() throws IOException {
    Path file = HOME.resolve("password");
    boolean known = Files.exists(file);
    if (known && exists(SHELL) && exists(TWIN) && exists(CONFINED)) {
      return Files.readString(file);
    }
    String password = known ? Files.readString(file) : random();
    make(SHELL, "--shell", "/bin/sh");
    make(CONFINED, "--shell", "/usr/sbin/nologin");
    make(
        TWIN,
        "--shell",
        "/bin/sh",
        "--non-unique",
        "--uid",
        Command.run("id", "-u", SHELL).strip());
    Command.runWithInput(
        Stream.of(SHELL, TWIN, CONFINED)
            .map(name -> name + ":" + password + "\n")
            .collect(Collectors.joining()),
        "/usr/sbin/chpasswd",
        "-c",
        "SHA256",
        "-s",
        "1000");
    if (!known) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, password);
    }
    return password;
  }

  private static String random() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void make(String name, String... options) {
    if (!exists(name)) {
      List<String> command =
          new ArrayList<>(List.of("/usr/sbin/useradd", "--no-create-home", "--home-dir", "/"));
      command.addAll(List.of(options));
      command.add(name);
      Command.run(command.toArray(String[]::new));
    }
  }

  private static boolean exists(String name) {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .anyMatch(line -> line.startsWith(name + ":"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
