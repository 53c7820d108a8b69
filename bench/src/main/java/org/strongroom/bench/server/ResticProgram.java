package org.strongroom.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.strongroom.testing.SshAccount;
import org.strongroom.testing.judge.StockRestic;

/** Stock {@code restic} with its defaults over SFTP. */
public final class ResticProgram {
  private final SshAccount.Scratch place;
  private final Path password;
  private final Path cache;
  private final String ssh;

  /**
   * @param ssh the start of an {@code ssh} command
   * @param place where its repository is
   */
  public ResticProgram(String ssh, SshAccount.Scratch place, Path directory) throws IOException {
    this.ssh = ssh;
    this.place = place;
    this.password = Files.writeString(directory.resolve("restic-password"), "bench");
    this.cache = directory.resolve("restic-cache");
  }

  public static boolean isInstalled() {
    return Stream.of(StockRestic.PROGRAM, "/usr/bin/restic", "/usr/local/bin/restic")
        .filter(program -> program.startsWith("/"))
        .anyMatch(path -> Files.isExecutable(Path.of(path)));
  }

  /** Runs a command of it. */
  public ScpProgram.Usage run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                StockRestic.PROGRAM,
                "-q",
                "-r",
                "sftp:bench:" + place.remote() + "/restic",
                "-o",
                "sftp.command=" + ssh + " -s sftp",
                "--password-file",
                password.toString(),
                "--cache-dir",
                cache.toString()));
    command.addAll(List.of(arguments));
    return ScpProgram.run(command);
  }

  /** MiB of its repository. */
  public double keptMebibytes() throws IOException {
    try (Stream<Path> files = Files.walk(place.local().resolve("restic"))) {
      return files.filter(Files::isRegularFile).mapToLong(ResticProgram::size).sum()
          / (double) (1 << 20);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
