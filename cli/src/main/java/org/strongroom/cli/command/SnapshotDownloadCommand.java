package org.strongroom.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.name.NamedResources;
import org.strongroom.cli.transfer.Download;
import org.strongroom.cli.transfer.Download.ImageBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/** Fetches the disk of a volume snapshot into a file of this machine. */
@Command(
    name = "snapshot-download",
    description = {
      "Fetches the disk of a volume snapshot, raw, into a file here; zeros become holes.",
      "What was interrupted is taken up again."
    })
final class SnapshotDownloadCommand implements Callable<Integer> {
  private static final String STORAGE = "backupStorageUuid=";

  @ParentCommand Tool tool;

  @Parameters(
      index = "0",
      paramLabel = "SNAPSHOT_UUID",
      description = "the volume snapshot, by its uuid or name")
  String snapshot = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the file, <uuid>.raw unless said otherwise; - is standard output")
  @Nullable String file;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = STORAGE + "UUID",
      description =
          "the storage whose copy is meant, by its uuid or name; any unless said otherwise")
  @Nullable String storage;

  @Option(names = "--force", description = "replace the file if it is there")
  boolean force;

  SnapshotDownloadCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (storage != null && !storage.startsWith(STORAGE)) {
      throw new UsageException("download takes only " + STORAGE + "UUID after the file");
    }
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    access.requireSession(Operations.of(QueryVolumeSnapshot.class));
    Api api = access.api();
    Download download = new Download(api, access.bars(), tool.surroundings);
    NamedResources names = new NamedResources(api);
    String uuid = names.uuid(ResourceType.VOLUME_SNAPSHOT, snapshot);
    ImageBytes wanted = ImageBytes.snapshot(uuid, storage(names));
    String target = file == null ? uuid + ".raw" : file;
    if (target.equals("-")) {
      download.toStandardOutput(wanted);
      return ExitCode.OK;
    }
    long size = download.toFile(wanted, Path.of(target), force);
    access
        .writer()
        .write(
            JsonMapper.shared()
                .createObjectNode()
                .put("volumeSnapshotUuid", uuid)
                .put("file", target)
                .put("size", size));
    return ExitCode.OK;
  }

  private Optional<String> storage(NamedResources names) throws InterruptedException {
    return storage == null
        ? Optional.empty()
        : Optional.of(names.uuid(ResourceType.BACKUP_STORAGE, storage.substring(STORAGE.length())));
  }
}
