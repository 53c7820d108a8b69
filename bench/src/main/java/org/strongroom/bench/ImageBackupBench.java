package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Export of an image as an OVA onto a backup node and import from it, beside {@code tar | ssh}. */
@Command(
    name = "image-backups",
    mixinStandardHelpOptions = true,
    description = "Export to a backup node and import from it, beside tar | ssh.")
final class ImageBackupBench implements Callable<Integer> {
  private static final String UUID = "/inventory/uuid";

  @Option(names = "--size", description = "MiB of the image; default ${DEFAULT-VALUE}")
  private int size = 2048;

  @Option(
      names = "--rounds",
      description = "of which the middle one counts; default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "%d MiB".formatted(size), "MiB/s", "CPU s", "peak memory MiB", "speed beside tar");
    try (WorkDirectory work = WorkDirectory.create();
        OpenSshServer sshd = OpenSshServer.start();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      SshAccount.Scratch scratch = sshd.shellAccount().newScratch();
      Tar tar = new Tar(new ScpProgram(sshd, work.path()), work, scratch);
      Path file = Timed.randomFile(tar.from().resolve("image"), size);
      StoredImages images = new StoredImages(server);
      String storage = images.addLocalStorage(work.directory("local"));
      String image = images.upload(storage, file);
      register(server.api(), sshd);
      String warm =
          images.upload(storage, Timed.randomFile(work.path().resolve("warm"), Math.min(size, 64)));
      discard(server.api(), backupOf(server.api(), warm));

      List<Timed> exports = new ArrayList<>();
      List<Timed> tarsOut = new ArrayList<>();
      List<Timed> checkedTars = new ArrayList<>();
      List<Timed> imports = new ArrayList<>();
      List<Timed> tarsIn = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        List<String> backup = new ArrayList<>();
        exports.add(Timed.through(server, () -> backup.add(export(server.api(), image))));
        tarsOut.add(Timed.of(tar::pack));
        checkedTars.add(Timed.of(tar::packAndCheck));
        imports.add(Timed.through(server, () -> restore(server.api(), backup.getFirst(), storage)));
        tarsIn.add(Timed.of(tar::unpack));
        discard(server.api(), backup.getFirst());
        deleteImages(server.api(), "restored");
      }
      Timed out = Timed.middle(tarsOut);
      Timed in = Timed.middle(tarsIn);
      table.add(
          Timed.middle(exports)
              .cells("export: OVA hashed, synced, read back and compared", size, out));
      table.add(out.cells("`tar` into `ssh`, `cat` there", size, out));
      table.add(
          Timed.middle(checkedTars)
              .cells(
                  "the same, then `sync`, and `sha256sum` of the image and of what lies there",
                  size,
                  out));
      table.add(
          Timed.middle(imports)
              .cells(
                  "import: disk hashed, checked by the manifest, synced, read back and compared",
                  size,
                  in));
      table.add(in.cells("`ssh` and `cat` there into `tar`", size, in));
    }
    report.write("image-backups", table.toString());
    return 0;
  }

  private static void register(Api api, OpenSshServer sshd) {
    SshAccount account = sshd.shellAccount();
    api.done(
        "POST",
        "/backup-nodes",
        Map.of(
            "params",
            Map.of(
                "accessIp", sshd.host(),
                "sshPort", sshd.port(),
                "userId", account.username(),
                "password", account.password(),
                "displayName", "bench")));
  }

  private static String export(Api api, String image) {
    return api.done(
            "POST",
            "/image-backups",
            Map.of("params", Map.of("name", "bench", "imageUuid", image, "uploadToCos", false)))
        .at(UUID)
        .asString();
  }

  /** There and back once, for the compilers of the JVM. */
  private static String backupOf(Api api, String image) {
    String backup = export(api, image);
    restore(api, backup, "");
    deleteImages(api, "restored");
    return backup;
  }

  private static void restore(Api api, String backup, String storage) {
    Map<String, String> parameters =
        storage.isEmpty()
            ? Map.of("name", "restored", "imageBackupUuid", backup)
            : Map.of("name", "restored", "imageBackupUuid", backup, "backupStorageUuid", storage);
    api.done("POST", "/image-backups/import", Map.of("params", parameters));
  }

  private static void discard(Api api, String backup) {
    api.done("DELETE", "/image-backups/" + backup, Map.of());
  }

  private static void deleteImages(Api api, String name) {
    for (JsonNode image : api.read("/images?q=name%3D" + name).get("inventories")) {
      String uuid = image.get("uuid").asString();
      api.done("DELETE", "/images/" + uuid, Map.of());
      api.done("PUT", "/images/" + uuid + "/actions", Map.of("expungeImage", Map.of()));
    }
  }

  /** What one would type: tar at this end, ssh, and a file at the other. */
  private record Tar(ScpProgram ssh, WorkDirectory work, SshAccount.Scratch scratch) {
    Path from() throws IOException {
      return work.directory("from");
    }

    ScpProgram.Usage pack() throws IOException, InterruptedException {
      return ScpProgram.run(
          List.of(
              "bash",
              "-c",
              "set -o pipefail; tar -C '%s' -cf - image | %s 'cat > %s/by-tar'"
                  .formatted(from(), ssh.command(), scratch.remote())));
    }

    ScpProgram.Usage packAndCheck() throws IOException, InterruptedException {
      String there = scratch.local().resolve("by-tar").toString();
      ScpProgram.Usage packed = pack();
      ScpProgram.Usage synced = ScpProgram.run(List.of("sync", there));
      ScpProgram.Usage hashed =
          ScpProgram.run(List.of("sha256sum", from().resolve("image").toString(), there));
      return new ScpProgram.Usage(
          packed.cpuSeconds() + synced.cpuSeconds() + hashed.cpuSeconds(), packed.peakMebibytes());
    }

    ScpProgram.Usage unpack() throws IOException, InterruptedException {
      Path into = work.directory("into");
      ScpProgram.Usage usage =
          ScpProgram.run(
              List.of(
                  "bash",
                  "-c",
                  "set -o pipefail; %s 'cat %s/by-tar' | tar -C '%s' -xf -"
                      .formatted(ssh.command(), scratch.remote(), into)));
      Files.delete(into.resolve("image"));
      return usage;
    }
  }
}
