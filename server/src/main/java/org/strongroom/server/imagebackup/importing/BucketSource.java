package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.server.imagebackup.record.OvaSummary.SourceDisk;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.ova.AnnouncedDisk;
import org.strongroom.storage.ova.OvaContents;
import org.strongroom.storage.ova.OvaFile;
import org.strongroom.storage.ova.OvaInspector;
import org.strongroom.storage.ova.OvaStream;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;

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

  /**
   * Reads no further than the first disk, if the descriptor has come before it; what comes behind
   * it shows while it is imported.
   */
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
          disks,
          Optional.empty());
    } catch (OvaException e) {
      if (e.fault() != OvaException.Fault.NOT_IN_ORDER) {
        throw e;
      }
      return OvaSummary.of(looked(object));
    }
  }

  /** What is in it, read from header to header; a gzipped one is read to its end. */
  private OvaContents looked(ObjectFacts object) throws IOException {
    var inspector = new OvaInspector(OvaLimits.DEFAULT);
    try (ByteSource bytes = bucket.open(object)) {
      if (!OvaInspector.isGzip(bytes)) {
        return inspector.inspect(bytes);
      }
    }
    try (InputStream bytes = bucket.read(object, 0)) {
      return inspector.inspect(bytes);
    }
  }

  private static long bytes(AnnouncedDisk disk) {
    return disk.size().orElse(disk.capacity().orElse(0));
  }

  @Override
  public Optional<String> read(Disks disks) throws IOException, InterruptedException {
    ObjectFacts object = object();
    Optional<OvaStream> inOrder = inOrder(object);
    if (inOrder.isPresent()) {
      try (OvaStream stream = inOrder.get()) {
        return doubt(object, OvaStreams.read(stream, disks));
      }
    }
    OvaContents contents = looked(object);
    if (contents.isSplit()) {
      var file = new OvaFile(new Archived(object), object.key(), OvaLimits.DEFAULT);
      OvaStreams.read(file, contents, disks, hashing);
      return contents.doubt(); // the object is not read from its beginning to its end
    }
    try (OvaStream stream =
        OvaStream.open(bucket.readVerified(object), contents, OvaLimits.DEFAULT, hashing)) {
      return doubt(object, OvaStreams.read(stream, disks));
    }
  }

  /** Empty if it can not be read in one pass, unless all of it was looked through before. */
  private Optional<OvaStream> inOrder(ObjectFacts object) throws IOException {
    try {
      return Optional.of(OvaStream.open(bucket.readVerified(object), OvaLimits.DEFAULT, hashing));
    } catch (OvaException e) {
      if (e.fault() != OvaException.Fault.NOT_IN_ORDER) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<String> doubt(ObjectFacts object, OvaContents contents) {
    return object.sha256().isPresent() ? Optional.empty() : contents.doubt();
  }

  private final class Archived implements OvaFile.Archive {
    private final ObjectFacts object;

    Archived(ObjectFacts object) {
      this.object = object;
    }

    @Override
    public ByteSource open() {
      return bucket.open(object);
    }

    @Override
    public InputStream read(long offset) throws IOException {
      return bucket.read(object, offset);
    }
  }
}
