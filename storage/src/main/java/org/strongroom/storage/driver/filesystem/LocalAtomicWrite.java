package org.strongroom.storage.driver.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** A write in progress. */
final class LocalAtomicWrite implements AtomicWrite {
  /** So small that a slow disk, too, takes a piece within the time of one call. */
  private static final int PIECE = 128 << 10;

  private final StoragePath path;
  private final Place place;
  private final long expectedLength;
  private final Duration sync;
  private final LaneFile file;
  private long written;
  private volatile boolean committed;

  LocalAtomicWrite(
      StoragePath path, Place place, long expectedLength, Lane lane, LocalTimeouts timeouts) {
    this.path = path;
    this.place = place;
    this.expectedLength = expectedLength;
    this.sync = timeouts.sync();
    this.file =
        new LaneFile(lane, timeouts.operation(), path, place.channel, this::removeTemporary);
  }

  /** The temporary file and where it is to go. */
  record Place(Path directory, Path temporary, FileChannel channel) implements Closeable {
    /** Makes the file, and its directory with parents; for the lane. */
    static Place make(LocalPaths paths, StoragePath path, String temporaryName) throws IOException {
      Path directory = paths.makeDirectories(path.parent());
      Path temporary = directory.resolve(temporaryName);
      Lane.requireWanted();
      FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE_NEW,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new Place(directory, temporary, channel);
    }

    /** Nobody waits for the file any more. */
    @Override
    public void close() throws IOException {
      try (channel) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    file.use(channel -> {
      for (int at = 0; at < length; ) {
        Lane.requireWanted();
        int some = Math.min(PIECE, length - at);
        int count = channel.write(ByteBuffer.wrap(bytes, offset + at, some));
        at += count;
        written += count;
        Lane.progress();
      }
      return written;
    });
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    file.use(
        sync,
        channel -> {
          finish(channel, fence);
          return true;
        });
    file.close();
  }

  private void finish(FileChannel channel, Fence fence) throws IOException {
    if (expectedLength >= 0 && written != expectedLength) {
      throw new StorageException(
          Reason.FAILED,
          "%s: %d bytes came instead of %d".formatted(path, written, expectedLength));
    }
    channel.force(true);
    if (channel.size() != written) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the storage holds %d bytes of %d".formatted(path, channel.size(), written));
    }
    Lane.requireWanted();
    channel.close();
    Path target = place.directory.resolve(path.name());
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is a directory");
    }
    fence.confirm();
    Lane.requireWanted();
    Files.move(place.temporary, target, StandardCopyOption.ATOMIC_MOVE);
    LocalPaths.sync(place.directory);
    committed = true;
  }

  /** If that fails the file stays until its write is abandoned by id. */
  private void removeTemporary() throws IOException {
    if (!committed) {
      Files.deleteIfExists(place.temporary);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
