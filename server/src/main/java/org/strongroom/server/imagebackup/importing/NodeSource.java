package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.ova.OvaContents;
import org.strongroom.storage.ova.OvaFile;
import org.strongroom.storage.ova.OvaStream;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaLimits;

/** An OVA on a node: a plain one is read disk by disk, a gzipped one expanded on the way. */
final class NodeSource implements OvaSource {
  private final StorageDriver driver;
  private final StoragePath path;
  private final Executor hashing;

  NodeSource(StorageDriver driver, StoragePath path, Executor hashing) {
    this.driver = driver;
    this.path = path;
    this.hashing = hashing;
  }

  @Override
  public OvaSummary inspect(long mostExpanded) throws IOException {
    OvaFile plain = new OvaFile(driver, path, OvaLimits.DEFAULT);
    return OvaSummary.of(plain.isGzip() ? expanded(mostExpanded) : plain.inspect());
  }

  /** One that only lacks room is not a broken one. */
  private OvaContents expanded(long most) throws IOException {
    OvaLimits usual = OvaLimits.DEFAULT;
    boolean bounded = most < usual.totalBytes();
    OvaLimits limits =
        new OvaLimits(
            usual.descriptorBytes(),
            usual.manifestBytes(),
            usual.members(),
            bounded ? most : usual.totalBytes());
    try {
      return new OvaFile(driver, path, limits).inspect();
    } catch (OvaException e) {
      if (bounded && e.fault() == OvaException.Fault.TOO_LARGE) {
        throw new ApiException(
            ErrorCode.CANNOT_ALLOCATE,
            "there is room for %d bytes: %s".formatted(most, e.getMessage()));
      }
      throw e;
    }
  }

  @Override
  public Optional<String> read(Disks disks) throws IOException, InterruptedException {
    OvaFile file = new OvaFile(driver, path, OvaLimits.DEFAULT);
    OvaContents contents = file.inspect();
    if (file.isGzip()) {
      try (OvaStream stream = file.stream(contents, hashing)) {
        OvaStreams.read(stream, disks);
      }
      return contents.doubt();
    }
    OvaStreams.read(file, contents, disks, hashing);
    return contents.doubt();
  }
}
