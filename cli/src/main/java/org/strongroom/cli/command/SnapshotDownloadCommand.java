package org.strongroom.cli.command;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.cli.transfer.Download.ImageBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fetches the disk of a volume snapshot into a file of this machine. */
@Command(
    name = "snapshot-download",
    description = {
      "Fetches the disk of a volume snapshot, raw, into a file here; zeros become holes.",
      "What was interrupted is taken up again."
    })
final class SnapshotDownloadCommand extends FetchCommand {
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

  SnapshotDownloadCommand(Tool tool) {
    super(tool);
  }

  @Override
  public Integer call() throws InterruptedException {
    var snapshots =
        new Subject(
            ResourceType.VOLUME_SNAPSHOT,
            Operations.of(QueryVolumeSnapshot.class),
            "volumeSnapshotUuid",
            ImageBytes::snapshot);
    return fetch(snapshots, snapshot, file);
  }
}
