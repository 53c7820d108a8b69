package org.strongroom.server.imagebackup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.strongroom.server.imagebackup.OvaSummary.SourceDisk;
import org.strongroom.storage.bucket.Bucket;
import org.strongroom.storage.bucket.BucketException;
import org.strongroom.storage.bucket.ObjectFacts;
import org.strongroom.storage.ova.AnnouncedDisk;
import org.strongroom.storage.ova.OvaLimits;
import org.strongroom.storage.ova.OvaStream;
import org.strongroom.storage.ova.OvfDescriptor;

/** An OVA in a bucket, streamed: nothing is staged. */
final class BucketSource implements OvaSource {
  private final Bucket bucket;
  private final String objectName;
  private final Executor hashing;

  BucketSource(Bucket bucket, String objectName, Executor hashing) {
    this.bucket = bucket;
    this.objectName = objectName;
    this.hashing = hashing;
  }

  ObjectFacts object() throws IOException {
    return bucket
        .head(objectName)
        .orElseThrow(() ->
            new BucketException(
                BucketException.Reason.NOT_FOUND,
                "there is no object '%s' in the bucket".formatted(objectName)));
  }

  /** Reads no further than the first disk; what comes behind it shows while it is imported. */
  @Override
  public OvaSummary inspect(long mostExpanded) throws IOException {
    ObjectFacts object = object();
    try (OvaStream stream = OvaStream.open(bucket.read(object, 0), OvaLimits.DEFAULT, hashing)) {
      OvfDescriptor descriptor = stream.descriptor();
      List<SourceDisk> disks =
          stream.announced().stream()
              .map(disk -> new SourceDisk(disk.boot(), bytes(disk)))
              .toList();
      return OvaSummary.of(
          descriptor.name().orElse(objectName),
          descriptor.description().orElse(""),
          descriptor.architecture(),
          descriptor.operatingSystem(),
          descriptor.systemId(),
          disks);
    }
  }

  private static long bytes(AnnouncedDisk disk) {
    return disk.size().orElse(disk.capacity().orElse(0));
  }

  @Override
  public void read(Disks disks) throws IOException, InterruptedException {
    try (OvaStream stream =
        OvaStream.open(bucket.readVerified(object()), OvaLimits.DEFAULT, hashing)) {
      OvaStreams.read(stream, disks);
    }
  }
}
