package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.S3Programs;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.S3ProxyServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Upload and download of an image through the server, beside what else brings files to a bucket.
 */
@Command(
    name = "object-stores",
    mixinStandardHelpOptions = true,
    description =
        "Upload and download through the server to a bucket, beside s3cmd and rclone (those of them"
            + " that are installed).")
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
    Way own = new Way("Strongroom");
    List<Way> others = new ArrayList<>();
    try (WorkDirectory work = WorkDirectory.create();
        S3ProxyServer store = S3ProxyServer.start();
        S3Client outside = store.client();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      outside.createBucket(request -> request.bucket(BUCKET));
      S3Programs programs = new S3Programs(store, work.path());
      programs.installed().forEach(name -> others.add(new Way(name)));
      Path file = Timed.randomFile(work.path().resolve("image"), size);
      Path back = work.path().resolve("back");
      StoredImages images = new StoredImages(server);
      String storage = images.addS3Storage(store, BUCKET);
      Path warm = Timed.randomFile(work.path().resolve("warm"), Math.min(size, 64));
      images.download(images.upload(storage, warm), back);
      for (int round = 0; round < rounds; round++) {
        List<String> uploaded = new ArrayList<>();
        own.uploads().add(Timed.through(server, () -> uploaded.add(images.upload(storage, file))));
        own.downloads()
            .add(Timed.through(server, () -> images.download(uploaded.getFirst(), back)));
        for (Way other : others) {
          // a place of its own: some send nothing that is there already
          measure(other, BUCKET + "/by-" + other.name() + round, programs, file, back);
        }
      }
    }
    report.write("object-stores", table(own, others).toString());
    return 0;
  }

  private static void measure(Way other, String place, S3Programs programs, Path file, Path back)
      throws IOException, InterruptedException {
    other.uploads().add(Timed.withThisProcess(() -> programs.put(other.name(), file, place)));
    Files.deleteIfExists(back);
    other.downloads().add(Timed.withThisProcess(() -> programs.get(other.name(), place, back)));
  }

  private MarkdownTable table(Way own, List<Way> others) {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB".formatted(size),
            "MiB/s",
            "CPU s, with the store",
            "peak memory MiB",
            "speed beside the fastest other");
    Timed upload = fastest(others.stream().map(Way::uploads).toList(), own.uploads());
    Timed download = fastest(others.stream().map(Way::downloads).toList(), own.downloads());
    table.add(
        Timed.middle(own.uploads())
            .cells(
                "upload through Strongroom: hashed, each part compared by the store",
                size,
                upload));
    others.forEach(other ->
        table.add(
            Timed.middle(other.uploads()).cells("upload by `" + other.name() + "`", size, upload)));
    table.add(
        Timed.middle(own.downloads())
            .cells("download through Strongroom: hashed and compared", size, download));
    others.forEach(other ->
        table.add(
            Timed.middle(other.downloads())
                .cells("download by `" + other.name() + "`", size, download)));
    return table;
  }

  private static Timed fastest(List<List<Timed>> others, List<Timed> own) {
    return others.stream()
        .map(Timed::middle)
        .min((a, b) -> Double.compare(a.seconds(), b.seconds()))
        .orElseGet(() -> Timed.middle(own));
  }
}
