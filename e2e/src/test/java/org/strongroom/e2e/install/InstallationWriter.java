package org.strongroom.e2e.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.strongroom.e2e.bed.BucketStore;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Programs;

/**
 * Writes an installation of the present version, with a little of everything, for {@link
 * UpgradeTest} of the versions to come. Run once for each release, and never again for that one:
 *
 * <pre>InstallationWriter e2e/src/test/resources/installation-v35</pre>
 */
public final class InstallationWriter {
  static final String IMAGE = "an old disk\n".repeat(50);
  static final String VOLUME = "an old volume .\n".repeat(512);

  private static final Set<String> LEFT = Set.of("admin-password", "lock");

  private InstallationWriter() {}

  /**
   * Needs {@code sqlite3}.
   *
   * @param arguments the directory to write, which is not there yet
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("installation");
    Path data = Files.createDirectory(directory.resolve("data"));
    try (BucketStore store = new BucketStore();
        ServerProcess server = new ServerProcess(directory, Map.of())) {
      fill(ZStackClient.admin(server), store, data);
      server.stop();
    }
    write(directory, Path.of(arguments[0]));
  }

  private static void fill(ZStackClient admin, BucketStore store, Path data) throws IOException {
    Path disks = Files.createDirectory(data.resolveSibling("disks"));
    Files.writeString(disks.resolve("image.raw"), IMAGE);
    Files.writeString(disks.resolve("volume.raw"), VOLUME);
    admin.act(
        "/global-configurations/image/download.localPath.whitelist/actions",
        "updateGlobalConfig",
        Map.of("value", disks.toString()));
    String storage =
        TestBed.uuid(
            admin.post(
                "/backup-storage/filesystem",
                Map.of("name", "local", "url", data.resolve("storage/local").toString())));
    String zone = TestBed.uuid(admin.post("/zones", Map.of("name", "zone1")));
    admin.post("/zones/%s/backup-storage/%s".formatted(zone, storage), Map.of());
    admin.post(
        "/accounts", Map.of("name", "ann", "password", ZStackClient.sha512("ann-old-Secret1")));
    image(admin, storage, disks);
    String volume = volume(admin, disks);
    admin.act(
        "/volumes/" + volume + "/actions", "backupVolume", Map.of("backupStorageUuid", storage));
    admin.post(
        "/schedules",
        Map.of(
            "name",
            "nightly",
            "operation",
            "BackupVolume",
            "cron",
            "30 2 1 1 *",
            "timeZone",
            "Europe/Berlin",
            "volumeUuid",
            volume,
            "keep",
            7));
    String project = TestBed.uuid(admin.post("/projects", Map.of("name", "web")));
    store.register(admin, "cos1", project);
  }

  private static void image(ZStackClient admin, String storage, Path disks) {
    String image =
        TestBed.uuid(
            admin.post(
                "/images",
                Map.of(
                    "name", "old",
                    "url", "file://" + disks.resolve("image.raw"),
                    "format", "raw",
                    "platform", "Linux",
                    "backupStorageUuids", new String[] {storage})));
    admin.post(
        "/user-tags", Map.of("tag", "kept", "resourceType", "ImageVO", "resourceUuid", image));
  }

  private static String volume(ZStackClient admin, Path disks) {
    return TestBed.uuid(
        admin.post(
            "/volumes",
            Map.of(
                "name", "disk", "url", "file://" + disks.resolve("volume.raw"), "format", "raw")));
  }

  private static void write(Path from, Path to) throws IOException {
    Path data = from.resolve("data");
    try (Stream<Path> all = Files.walk(data)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path name = data.relativize(each);
        if (!name.toString().startsWith("strongroom.db") && !LEFT.contains(name.toString())) {
          Path copy = to.resolve(name.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(each, copy);
        }
      }
    }
    String sql = Programs.run("sqlite3", data.resolve("strongroom.db").toString(), ".dump");
    Files.writeString(to.resolve("strongroom.sql"), sql.replace(from.toString(), "@directory@"));
  }
}
