package org.strongroom.bench.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Volumes of the server under test, and their snapshots. */
public final class StoredVolumes {
  private final StrongroomServer server;
  private final String storage;

  /**
   * @param directory whose files may be volumes
   */
  public StoredVolumes(StrongroomServer server, String storage, Path directory) {
    this.server = server;
    this.storage = storage;
    configure("image/download.localPath.whitelist", directory + "/*");
    configure("image/verify.bandwidth", "0"); // else it is held to 100 MiB/s, which no peer is
  }

  private void configure(String setting, String value) {
    server
        .api()
        .done(
            "PUT",
            "/global-configurations/" + setting + "/actions",
            Map.of("updateGlobalConfig", Map.of("value", value)));
  }

  /** Makes a raw file of this machine known; tells its uuid. */
  public String register(Path file) {
    return server
        .api()
        .done(
            "POST",
            "/volumes",
            Map.of(
                "params",
                Map.of("name", "bench", "url", "file://" + file, "type", "Root", "format", "raw")))
        .at("/inventory/uuid")
        .asString();
  }

  /** Backs a volume up; tells the uuid of the snapshot. */
  public String backUp(String volume) {
    return server
        .api()
        .done(
            "PUT",
            "/volumes/" + volume + "/actions",
            Map.of("backupVolume", Map.of("backupStorageUuid", storage)))
        .at("/inventory/uuid")
        .asString();
  }

  /** Serves a snapshot by NBD; tells where. */
  public URI export(String snapshot) {
    return URI.create(
        server
            .api()
            .call(
                "PUT",
                "/volume-snapshots/" + snapshot + "/actions",
                Map.of("exportVolumeSnapshot", Map.of("seconds", 3600)))
            .at("/inventory/nbdUrl")
            .asString());
  }

  /** Restores a snapshot to a file of this machine that is not there. */
  public void restore(String snapshot, Path to) {
    server
        .api()
        .done(
            "PUT",
            "/volume-snapshots/" + snapshot + "/actions",
            Map.of("restoreVolumeSnapshot", Map.of("to", "file://" + to)));
  }

  /** Verifies all snapshots on the storage. */
  public void verify(boolean deep) {
    JsonNode reply =
        server
            .api()
            .done(
                "PUT",
                "/backup-storage/" + storage + "/actions",
                Map.of("verifyBackupStorage", Map.of("deep", deep)));
    if (reply.findPath("damaged").asInt() != 0) {
      throw new IllegalStateException("damaged: " + reply);
    }
  }

  /** MiB of the repository, as the storage accounts for it. */
  public double keptMebibytes() {
    return server
            .api()
            .read("/backup-storage/" + storage)
            .at("/inventories/0/repositorySize")
            .asLong()
        / (double) (1 << 20);
  }
}
