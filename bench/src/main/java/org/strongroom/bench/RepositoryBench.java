package org.strongroom.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.ResticProgram;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StoredVolumes;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Backup, restore and verification of a volume through the server, beside restic, scp and rsync to
 * the same sshd.
 */
@Command(
    name = "repository",
    mixinStandardHelpOptions = true,
    description =
        "Backup, restore and verification of a volume on SFTP storage, beside restic and rsync"
            + " (if they are installed) and scp.")
final class RepositoryBench implements Callable<Integer> {
  @Option(names = "--size", description = "MiB of the disk; default ${DEFAULT-VALUE}")
  private int size = 1024;

  /** MiB of each disk that makes a server warm, and how many: after two it compiles on still. */
  private static final int WARM = 256;

  private static final int WARM_DISKS = 4;

  private static final long TEBIBYTE = 1L << 40;

  @Mixin private ReportOption report = new ReportOption();

  /** What one work took by each program; absent where there is none for it. */
  private record Work(
      String name, Timed own, Optional<Timed> restic, Optional<Timed> scp, Optional<Timed> rsync) {}

  /** What all of them work with. */
  private record Ground(
      StrongroomServer server,
      StoredVolumes volumes,
      Optional<ResticProgram> restic,
      ScpProgram scp,
      SshAccount.Scratch scratch,
      Path directory,
      VmImage image) {}

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB, a third of it holes".formatted(size),
            "s",
            "CPU s",
            "peak memory MiB",
            "restic s",
            "CPU s",
            "peak memory MiB",
            "scp s",
            "rsync s",
            "speed beside restic");
    String kept;
    try (WorkDirectory work = WorkDirectory.create();
        OpenSshServer sshd = OpenSshServer.start();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      Path directory = work.path().toRealPath();
      var storages = new StoredImages(server);
      // of its own: a verification would read what warmed the server, too
      warm(new StoredVolumes(server, storages.addSftpStorage(sshd), directory), directory);
      var volumes = new StoredVolumes(server, storages.addSftpStorage(sshd), directory);
      ScpProgram scp = new ScpProgram(sshd, directory);
      SshAccount.Scratch scratch = sshd.shellAccount().newScratch();
      Optional<ResticProgram> restic =
          ResticProgram.isInstalled()
              ? Optional.of(new ResticProgram(scp.command(), scratch, directory))
              : Optional.empty();
      VmImage image = VmImage.make(directory.resolve("disk.raw"), size, 2);
      var ground = new Ground(server, volumes, restic, scp, scratch, directory, image);
      measure(ground, table);
      kept =
          "\nKept after all of it: %.0f MiB by Strongroom%s.\n"
                  .formatted(
                      volumes.keptMebibytes(),
                      restic.isPresent()
                          ? ", %.0f MiB by restic".formatted(restic.get().keptMebibytes())
                          : "")
              + sums(ground);
      if (Files.isExecutable(Path.of("/usr/bin/qemu-io"))) {
        table.add(cells(firstBytes(ground)));
      }
    }
    report.write("repository", table + kept);
    return 0;
  }

  /** A server that has worked for a while: its code is compiled by then. */
  private void warm(StoredVolumes volumes, Path directory) throws IOException {
    for (int disk = 0; disk < WARM_DISKS; disk++) {
      Path file = directory.resolve("warm%d.raw".formatted(disk));
      VmImage.make(file, Math.min(size, WARM), 10 + disk);
      String snapshot = volumes.backUp(volumes.register(file));
      Path back = directory.resolve("warm-back.raw");
      volumes.restore(snapshot, back);
      Files.delete(back);
      volumes.verify(true);
      volumes.verify(false);
    }
  }

  /** What it takes to have the digests of as many files taken by the common program. */
  private static String sums(Ground ground) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ground.scp().command().split(" ")));
    command.add(
        "find '%s' -type f -exec sha256sum {} + > /dev/null"
            .formatted(ground.scratch().remote() + (ground.restic().isPresent() ? "/restic" : "")));
    Timed sums = Timed.of(() -> ScpProgram.run(command));
    return "`ssh` with `sha256sum` of the files of %s: %.2f s.\n"
        .formatted(ground.restic().isPresent() ? "restic" : "scp", sums.seconds());
  }

  /** From the call that exports a snapshot to the first bytes out of its midst. */
  private static Work firstBytes(Ground ground) throws IOException, InterruptedException {
    Path file = ground.directory().resolve("large.raw");
    byte[] some = new byte[64 << 10];
    Arrays.fill(some, (byte) 7);
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(TEBIBYTE);
      large.seek(TEBIBYTE / 2);
      large.write(some);
    }
    String snapshot = ground.volumes().backUp(ground.volumes().register(file));
    Timed own =
        Timed.through(
            ground.server(),
            () ->
                ScpProgram.run(
                    List.of(
                        "qemu-io",
                        "-r",
                        "-f",
                        "raw",
                        "-c",
                        "read -P 7 %d 64k".formatted(TEBIBYTE / 2),
                        ground.volumes().export(snapshot).toString())));
    return new Work(
        "first bytes of an export, disk of 1 TiB",
        own,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void measure(Ground ground, MarkdownTable table)
      throws IOException, InterruptedException {
    if (ground.restic().isPresent()) {
      ground.restic().get().run("init");
    }
    String volume = ground.volumes().register(ground.image().file());
    table.add(cells(backup(ground, volume, "first backup", true)));
    ground.image().change();
    table.add(cells(backup(ground, volume, "second one, 2 % changed", true)));
    table.add(cells(backup(ground, volume, "third one, nothing changed", false)));
    table.add(cells(restore(ground, volume)));
    table.add(cells(verified(ground, "verify all where it lies", false)));
    table.add(cells(verified(ground, "verify all, each block", true)));
  }

  private static Work backup(Ground ground, String volume, String name, boolean copies)
      throws IOException, InterruptedException {
    Path file = ground.image().file();
    Timed own = Timed.through(ground.server(), () -> ground.volumes().backUp(volume));
    Optional<Timed> restic =
        ground.restic().isEmpty()
            ? Optional.empty()
            : Optional.of(
                Timed.of(
                    () -> ground.restic().get().run("backup", "--ignore-ctime", file.toString())));
    String target = ground.scratch().remote() + "/by-scp";
    Optional<Timed> scp =
        copies
            ? Optional.of(
                Timed.of(() -> ground.scp().copy(file.toString(), ground.scp().remote(target))))
            : Optional.empty();
    Optional<Timed> rsync =
        Files.isExecutable(Path.of("/usr/bin/rsync"))
            ? Optional.of(
                Timed.of(() ->
                    ground.scp().rsync(file.toString(), ground.scratch().remote() + "/by-rsync")))
            : Optional.empty();
    return new Work(name, own, restic, scp, rsync);
  }

  private static Work restore(Ground ground, String volume)
      throws IOException, InterruptedException {
    String snapshot = ground.volumes().backUp(volume);
    Path back = ground.directory().resolve("back.raw");
    Timed own = Timed.through(ground.server(), () -> ground.volumes().restore(snapshot, back));
    if (Files.mismatch(back, ground.image().file()) >= 0) {
      throw new IllegalStateException("what was restored is not what was backed up");
    }
    Files.delete(back);
    Path target = ground.directory().resolve("by-restic");
    Optional<Timed> restic =
        ground.restic().isEmpty()
            ? Optional.empty()
            : Optional.of(
                Timed.of(() ->
                    ground.restic().get().run("restore", "latest", "--target", target.toString())));
    String from = ground.scp().remote(ground.scratch().remote() + "/by-scp");
    Timed scp = Timed.of(() -> ground.scp().copy(from, back.toString()));
    Files.delete(back);
    return new Work("full restore", own, restic, Optional.of(scp), Optional.empty());
  }

  private static Work verified(Ground ground, String name, boolean deep)
      throws IOException, InterruptedException {
    Timed own = Timed.through(ground.server(), () -> ground.volumes().verify(deep));
    Optional<Timed> restic =
        ground.restic().isEmpty()
            ? Optional.empty()
            : Optional.of(Timed.of(() -> ground.restic().get().run("check", "--read-data")));
    return new Work(name, own, restic, Optional.empty(), Optional.empty());
  }

  private static Object[] cells(Work work) {
    Timed own = work.own();
    return new Object[] {
      work.name(),
      own.seconds(),
      own.cpuSeconds(),
      own.peakMebibytes(),
      figure(work.restic().map(Timed::seconds)),
      figure(work.restic().map(Timed::cpuSeconds)),
      figure(work.restic().map(Timed::peakMebibytes)),
      figure(work.scp().map(Timed::seconds)),
      figure(work.rsync().map(Timed::seconds)),
      figure(work.restic().map(restic -> restic.seconds() / own.seconds()))
    };
  }

  private static Object figure(Optional<Double> known) {
    return known.isPresent() ? known.get() : "";
  }
}
