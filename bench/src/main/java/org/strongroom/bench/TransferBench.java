package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Upload and download of an image through the server, beside {@code scp} to the same sshd. */
@Command(
    name = "transfer",
    mixinStandardHelpOptions = true,
    description = "Upload and download through the server to SFTP storage, beside scp.")
final class TransferBench implements Callable<Integer> {
  @Option(names = "--size", description = "MiB of the image; default ${DEFAULT-VALUE}")
  private int size = 1024;

  @Option(
      names = "--rounds",
      description = "of which the middle one counts; default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB".formatted(size), "MiB/s", "CPU s", "peak memory MiB", "speed beside scp");
    try (WorkDirectory work = WorkDirectory.create();
        OpenSshServer sshd = OpenSshServer.start()) {
      Path file = Timed.randomFile(work.path().resolve("image"), size);
      Path back = work.path().resolve("back");
      SshAccount.Scratch scratch = sshd.shellAccount().newScratch();
      ScpProgram scp = new ScpProgram(sshd, work.path());
      String remote = scp.remote(scratch.remote() + "/by-scp");
      List<Timed> uploads = new ArrayList<>();
      List<Timed> downloads = new ArrayList<>();
      List<Timed> scpUploads = new ArrayList<>();
      List<Timed> scpDownloads = new ArrayList<>();
      List<Timed> checkedScps = new ArrayList<>();
      try (StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
        StoredImages images = new StoredImages(server);
        String storage = images.addSftpStorage(sshd);
        Path warm = Timed.randomFile(work.path().resolve("warm"), Math.min(size, 64));
        images.download(images.upload(storage, warm), back);
        for (int round = 0; round < rounds; round++) {
          List<String> uploaded = new ArrayList<>();
          uploads.add(Timed.through(server, () -> uploaded.add(images.upload(storage, file))));
          scpUploads.add(Timed.of(() -> scp.copy(file.toString(), remote)));
          checkedScps.add(Timed.of(() -> checked(scp, file, remote, scratch)));
          downloads.add(Timed.through(server, () -> images.download(uploaded.getFirst(), back)));
          scpDownloads.add(Timed.of(() -> scp.copy(remote, back.toString())));
        }
      }
      Timed scpUpload = Timed.middle(scpUploads);
      Timed scpDownload = Timed.middle(scpDownloads);
      table.add(
          Timed.middle(uploads)
              .cells(
                  "upload through Strongroom: hashed, synced, read back and compared",
                  size,
                  scpUpload));
      table.add(scpUpload.cells("upload by `scp`", size, scpUpload));
      table.add(
          Timed.middle(checkedScps)
              .cells(
                  "upload by `scp`, then `sync` and `sha256sum` of both files", size, scpUpload));
      table.add(
          Timed.middle(downloads)
              .cells("download through Strongroom: hashed and compared", size, scpDownload));
      table.add(scpDownload.cells("download by `scp`", size, scpDownload));
    }
    report.write("transfer", table.toString());
    return 0;
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
}
