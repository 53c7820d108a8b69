package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.S3Programs;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StoreProgram;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.bench.server.SwiftProgram;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;
import org.strongroom.testing.SwiftServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Upload, download and copy of an image through the server, beside what else brings files to object
 * stores.
 */
@Command(
    name = "object-stores",
    mixinStandardHelpOptions = true,
    description =
        "Upload and download through the server to a bucket, beside s3cmd and rclone, and to a"
            + " container of Swift, beside swift; a copy from SFTP to the bucket, beside scp and then"
            + " s3cmd (those of them that are installed).")
final class ObjectStoreBench implements Callable<Integer> {
  private static final String BUCKET = "bench";

  @Option(names = "--size", description = "MiB of the image; default ${DEFAULT-VALUE}")
  private int size = 1024;

  @Option(
      names = "--rounds",
      description = "of which the middle one counts; default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Mixin private ReportOption report = new ReportOption();

  /** What one way took. */
  private record Way(String name, List<Timed> uploads, List<Timed> downloads) {
    Way(String name) {
      this(name, new ArrayList<>(), new ArrayList<>());
    }
  }

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB".formatted(size),
            "MiB/s",
            "CPU s, with s3proxy",
            "peak memory MiB",
            "speed beside the fastest other");
    try (WorkDirectory work = WorkDirectory.create();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      Path file = Timed.randomFile(work.path().resolve("image"), size);
      Path warm = Timed.randomFile(work.path().resolve("warm"), Math.min(size, 64));
      var run = new Run(server, new StoredImages(server), file, warm, work.path());
      try (S3ProxyServer store = S3ProxyServer.start();
          S3Client outside = store.client()) {
        outside.createBucket(request -> request.bucket(BUCKET));
        List<StoreProgram> programs = new S3Programs(store, work.path()).installed();
        String storage = run.images().addS3Storage(store, BUCKET);
        transfer(run, storage, BUCKET + "/", programs, "S3", table);
        copy(run, storage, programs, table);
      }
      try (SwiftServer store = SwiftServer.start()) {
        String storage = run.images().addSwiftStorage(store, BUCKET);
        List<StoreProgram> programs =
            StoreProgram.isInstalled("swift")
                ? List.of(new SwiftProgram(store, BUCKET))
                : List.of();
        transfer(run, storage, "", programs, "Swift", table);
      }
    }
    report.write("object-stores", table.toString());
    return 0;
  }

  /** Uploads and downloads after which a server has compiled what it needs for them. */
  private static final int WARM_ROUNDS = 6;

  /** What is measured with. */
  private record Run(
      StrongroomServer server, StoredImages images, Path file, Path warm, Path directory) {
    Path back() {
      return directory.resolve("back");
    }
  }

  private void transfer(
      Run run,
      String storage,
      String beginning,
      List<StoreProgram> programs,
      String kind,
      MarkdownTable table)
      throws IOException, InterruptedException {
    Way own = new Way("Strongroom");
    List<Way> others = programs.stream().map(program -> new Way(program.name())).toList();
    StoredImages images = run.images();
    for (int round = 0; round < WARM_ROUNDS; round++) {
      images.download(images.upload(storage, run.warm()), run.back());
    }
    for (int round = 0; round < rounds; round++) {
      List<String> uploaded = new ArrayList<>();
      own.uploads()
          .add(Timed.through(run.server(), () -> uploaded.add(images.upload(storage, run.file()))));
      own.downloads()
          .add(Timed.through(run.server(), () -> images.download(uploaded.getFirst(), run.back())));
      for (int i = 0; i < programs.size(); i++) {
        StoreProgram program = programs.get(i);
        // a place of its own: some send nothing that is there already
        String place = beginning + "by-" + program.name() + round;
        others.get(i).uploads().add(Timed.withThisProcess(() -> program.put(run.file(), place)));
        Files.deleteIfExists(run.back());
        others.get(i).downloads().add(Timed.withThisProcess(() -> program.get(place, run.back())));
      }
    }
    rows(own, others, kind, table);
  }

  private void rows(Way own, List<Way> others, String kind, MarkdownTable table) {
    Timed upload = fastest(others.stream().map(Way::uploads).toList(), own.uploads());
    Timed download = fastest(others.stream().map(Way::downloads).toList(), own.downloads());
    table.add(
        Timed.middle(own.uploads())
            .cells(
                kind + ": upload through Strongroom, hashed, each part compared by the store",
                size,
                upload));
    others.forEach(other ->
        table.add(
            Timed.middle(other.uploads())
                .cells("%s: upload by `%s`".formatted(kind, other.name()), size, upload)));
    table.add(
        Timed.middle(own.downloads())
            .cells(kind + ": download through Strongroom, hashed and compared", size, download));
    others.forEach(other ->
        table.add(
            Timed.middle(other.downloads())
                .cells("%s: download by `%s`".formatted(kind, other.name()), size, download)));
  }

  /** From an SFTP storage to the bucket, beside what one would do by hand. */
  private void copy(Run run, String storage, List<StoreProgram> programs, MarkdownTable table)
      throws IOException, InterruptedException {
    List<Timed> own = new ArrayList<>();
    List<Timed> byHand = new ArrayList<>();
    try (OpenSshServer sshd = OpenSshServer.start()) {
      StoredImages images = run.images();
      String sftp = images.addSftpStorage(sshd);
      ScpProgram scp = new ScpProgram(sshd, run.directory());
      SshAccount.Scratch scratch = sshd.shellAccount().newScratch();
      Files.copy(run.file(), scratch.local().resolve("image"));
      String remote = scp.remote(scratch.remote() + "/image");
      images.copy(images.upload(sftp, run.warm()), storage);
      for (int round = 0; round < rounds; round++) {
        String image = images.upload(sftp, run.file());
        own.add(Timed.through(run.server(), () -> images.copy(image, storage)));
        if (!programs.isEmpty()) {
          String place = BUCKET + "/by-hand" + round;
          Files.deleteIfExists(run.back());
          byHand.add(
              Timed.withThisProcess(() -> byHand(scp, remote, programs.getFirst(), place, run)));
        }
      }
    }
    Timed beside = fastest(byHand.isEmpty() ? List.of() : List.of(byHand), own);
    table.add(
        Timed.middle(own)
            .cells(
                "copy from SFTP to S3 by Strongroom, hashed, each part compared by the store",
                size,
                beside));
    if (!byHand.isEmpty()) {
      table.add(
          Timed.middle(byHand)
              .cells("`scp`, then `%s`".formatted(programs.getFirst().name()), size, beside));
    }
  }

  private static ScpProgram.Usage byHand(
      ScpProgram scp, String remote, StoreProgram program, String place, Run run)
      throws IOException, InterruptedException {
    ScpProgram.Usage fetched = scp.copy(remote, run.back().toString());
    ScpProgram.Usage sent = program.put(run.back(), place);
    return new ScpProgram.Usage(
        fetched.cpuSeconds() + sent.cpuSeconds(),
        Math.max(fetched.peakMebibytes(), sent.peakMebibytes()));
  }

  private static Timed fastest(List<List<Timed>> others, List<Timed> own) {
    return others.stream()
        .map(Timed::middle)
        .min((a, b) -> Double.compare(a.seconds(), b.seconds()))
        .orElseGet(() -> Timed.middle(own));
  }
}
