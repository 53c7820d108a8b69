package org.strongroom.server.volume.disk;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.job.Job;
import org.strongroom.storage.format.ImageFormat;

/** What a look at a volume's disk has found, as a job remembers it. */
public record VolumeLook(ImageFormat format, long size, long bytes, Optional<String> hostKey) {
  private static final String FORMAT = "format";
  private static final String SIZE = "size";
  private static final String BYTES = "bytes";
  private static final String HOST_KEY = "hostKey";

  /** Opens the disk and follows its tables. */
  public static VolumeLook at(VolumeAccess access, Optional<ImageFormat> format, VolumeDisks disks)
      throws IOException {
    try (OpenedVolume opened = disks.open(access, format)) {
      if (opened.format() != ImageFormat.RAW) {
        opened.disk().check();
      }
      return of(opened);
    }
  }

  static VolumeLook of(OpenedVolume opened) {
    return new VolumeLook(
        opened.format(),
        opened.disk().size(),
        opened.bytes(),
        opened.hostKey().map(StorageAccesses::text));
  }

  public void remember(Job job) {
    job.remember(FORMAT, format.wireName());
    job.remember(SIZE, Long.toString(size));
    job.remember(BYTES, Long.toString(bytes));
    hostKey.ifPresent(key -> job.remember(HOST_KEY, key));
  }

  public static Optional<VolumeLook> recall(Job job) {
    return job.recall(FORMAT)
        .flatMap(ImageFormat::ofWireName)
        .map(format ->
            new VolumeLook(
                format,
                Long.parseLong(job.recall(SIZE).orElseThrow()),
                Long.parseLong(job.recall(BYTES).orElseThrow()),
                job.recall(HOST_KEY)));
  }
}
