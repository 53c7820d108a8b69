package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.source.ImageSource;

/** What lies of a resumable upload on a storage. */
record PartSource(InputStream file, InputStream stream, long bytes) implements ImageSource {
  /** On whichever storage has it. */
  static Optional<PartSource> find(PartialUpload upload, List<CopyTarget> targets)
      throws StorageException {
    for (CopyTarget target : targets) {
      if (holds(target, part(upload, target), upload.offset(), Long.MAX_VALUE)) {
        return Optional.of(open(target, part(upload, target), upload.offset()));
      }
    }
    if (upload.isWhole()) { // it may have taken its place, and nobody could say so any more
      for (CopyTarget target : targets) {
        if (holds(target, target.file(), upload.offset(), upload.offset())) {
          return Optional.of(open(target, target.file(), upload.offset()));
        }
      }
    }
    return Optional.empty();
  }

  /** In the temporary file on this storage. */
  static PartSource of(PartialUpload upload, CopyTarget target) throws StorageException {
    return open(target, part(upload, target), upload.offset());
  }

  /** In its place on this storage. */
  static PartSource placed(PartialUpload upload, CopyTarget target) throws StorageException {
    return open(target, target.file(), upload.offset());
  }

  /** The next bytes of it, of which this one remains the owner. */
  PartSource some(long count) {
    return new PartSource(InputStream.nullInputStream(), new FirstBytes(stream, count), count);
  }

  private static StoragePath part(PartialUpload upload, CopyTarget target) {
    return target.directory().resolve(TemporaryName.of(upload.writeId(upload.run())));
  }

  private static boolean holds(CopyTarget target, StoragePath file, long least, long most)
      throws StorageException {
    try {
      return target
          .driver()
          .stat(file)
          .filter(entry -> entry.kind() == StorageEntry.Kind.FILE)
          .filter(entry -> entry.size() >= least && entry.size() <= most)
          .isPresent();
    } catch (StorageException e) {
      throw target.named(e);
    }
  }

  private static PartSource open(CopyTarget target, StoragePath path, long bytes)
      throws StorageException {
    try {
      InputStream file = target.driver().read(path, 0);
      return new PartSource(file, new FirstBytes(file, bytes), bytes);
    } catch (StorageException e) {
      throw target.named(e);
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(bytes);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
