package org.strongroom.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.ImageBytes;
import org.strongroom.bench.server.ProcessUsage;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Upload and download of an image through the server, beside {@code scp} to the same sshd. */
@Command(
    name = "transfer",
    mixinStandardHelpOptions = true,
    description = "Upload and download through the server to SFTP storage, beside scp.")
final class TransferBench implements Callable<Integer> {
  private static final int MIB = 1 << 20;

  @Option(names = "--size", description = "MiB of the image; default ${DEFAULT-VALUE}")
  private int size = 1024;

  @Option(
      names = "--rounds",
      description = "of which the middle one counts; default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Mixin private ReportOption report = new ReportOption();

  /** One way to move the bytes, and what it took. */
  private record Run(double seconds, double cpuSeconds, double peakMebibytes) {}

  private interface Work {
    ScpProgram.Usage run() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB".formatted(size), "MiB/s", "CPU s", "peak memory MiB", "speed beside scp");
    try (WorkDirectory work = WorkDirectory.create();
        OpenSshServer sshd = OpenSshServer.start()) {
      Path file = write(work.path().resolve("image"), size);
      Path back = work.path().resolve("back");
      SshAccount.Scratch scratch = sshd.shellAccount().newScratch();
      ScpProgram scp = new ScpProgram(sshd, work.path());
      String remote = scp.remote(scratch.remote() + "/by-scp");
      List<Run> uploads = new ArrayList<>();
      List<Run> downloads = new ArrayList<>();
      List<Run> scpUploads = new ArrayList<>();
      List<Run> scpDownloads = new ArrayList<>();
      List<Run> checkedScps = new ArrayList<>();
      try (StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
        String storage = addStorage(server.api(), sshd);
        Path warm = write(work.path().resolve("warm"), Math.min(size, 64));
        download(server, upload(server, storage, warm), back);
        for (int round = 0; round < rounds; round++) {
          List<String> images = new ArrayList<>();
          uploads.add(through(server, () -> images.add(upload(server, storage, file))));
          scpUploads.add(timed(() -> scp.copy(file.toString(), remote)));
          checkedScps.add(timed(() -> checked(scp, file, remote, scratch)));
          downloads.add(through(server, () -> download(server, images.getFirst(), back)));
          scpDownloads.add(timed(() -> scp.copy(remote, back.toString())));
        }
      }
      Run scpUpload = middle(scpUploads);
      Run scpDownload = middle(scpDownloads);
      add(
          table,
          "upload through Strongroom: hashed, synced, read back and compared",
          middle(uploads),
          scpUpload);
      add(table, "upload by `scp`", scpUpload, scpUpload);
      add(
          table,
          "upload by `scp`, then `sync` and `sha256sum` of both files",
          middle(checkedScps),
          scpUpload);
      add(
          table,
          "download through Strongroom: hashed and compared",
          middle(downloads),
          scpDownload);
      add(table, "download by `scp`", scpDownload, scpDownload);
    }
    report.write("transfer", table.toString());
    return 0;
  }

  private void add(MarkdownTable table, String what, Run run, Run scp) {
    table.add(
        what,
        size / run.seconds(),
        run.cpuSeconds(),
        run.peakMebibytes(),
        scp.seconds() / run.seconds());
  }

  private static Run middle(List<Run> runs) {
    return runs.stream()
        .sorted((a, b) -> Double.compare(a.seconds(), b.seconds()))
        .skip((runs.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Random bytes: nothing on the way can make them less. */
  private static Path write(Path file, int mebibytes) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    byte[] piece = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return file;
  }

  private static String addStorage(Api api, OpenSshServer sshd) {
    SshAccount account = sshd.shellAccount();
    JsonNode reply =
        api.done(
            "POST",
            "/backup-storage/sftp",
            Map.of(
                "params",
                Map.of(
                    "name", "bench",
                    "url", account.newScratch().remote(),
                    "hostname", sshd.host(),
                    "sshPort", sshd.port(),
                    "username", account.username(),
                    "password", account.password())));
    return reply.at("/inventory/uuid").asString();
  }

  private static String upload(StrongroomServer server, String storage, Path file)
      throws IOException, InterruptedException {
    String image = UUID.randomUUID().toString().replace("-", "");
    Api api = server.api();
    String job =
        api.begin(
            "POST",
            "/images",
            Map.of(
                "params",
                Map.of(
                    "name",
                    "bench",
                    "url",
                    "upload://bench.raw",
                    "resourceUuid",
                    image,
                    "backupStorageUuids",
                    List.of(storage))));
    String details = "/images/upload-job/details/" + image;
    while (api.read(details).path("existingJobDetails").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    new ImageBytes(server).put("/zstack/v1/images/" + image + "/upload", file);
    api.await(job);
    return image;
  }

  private static void download(StrongroomServer server, String image, Path to) throws IOException {
    new ImageBytes(server).get("/zstack/v1/images/" + image + "/file", to);
  }

  private interface ClientWork {
    void run() throws IOException, InterruptedException;
  }

  /** CPU of the server and of the client, which is this process; memory of the server. */
  private static Run through(StrongroomServer server, ClientWork work)
      throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    double before = server.process().cpuSeconds() + ProcessUsage.cpuSeconds(self);
    return timed(() -> {
      work.run();
      return new ScpProgram.Usage(
          server.process().cpuSeconds() + ProcessUsage.cpuSeconds(self) - before,
          ProcessUsage.peakMebibytes(server.process().pid()));
    });
  }

  private static ScpProgram.Usage checked(
      ScpProgram scp, Path file, String remote, SshAccount.Scratch scratch)
      throws IOException, InterruptedException {
    String copy = scratch.local().resolve("by-scp").toString();
    ScpProgram.Usage copied = scp.copy(file.toString(), remote);
    ScpProgram.Usage synced = ScpProgram.run(List.of("sync", copy));
    ScpProgram.Usage hashed = ScpProgram.run(List.of("sha256sum", file.toString(), copy));
    return new ScpProgram.Usage(
        copied.cpuSeconds() + synced.cpuSeconds() + hashed.cpuSeconds(), copied.peakMebibytes());
  }

  /** What earlier runs have left to write does not burden this one. */
  private static Run timed(Work work) throws IOException, InterruptedException {
    ScpProgram.run(List.of("sync"));
    long start = System.nanoTime();
    ScpProgram.Usage usage = work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Run(seconds, usage.cpuSeconds(), usage.peakMebibytes());
  }
}
