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
import org.strongroom.storage.driver.SparseOutput;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** A write in progress. Runs of zeros are left out as holes of the file. */
final class LocalAtomicWrite implements AtomicWrite {
  /** So small that a slow disk, too, takes a piece within the time of one call. */
  private static final int PIECE = 128 << 10;

  /**
   * Bytes after which the system is asked to bring them to the disk while further ones come: else
   * all of them wait for the sync at the end, where nothing else is done.
   */
  private static final int STRETCH = 16 << 20;

  private final StoragePath path;
  private final Place place;
  private final long expectedLength;
  private final Duration sync;
  private final LaneFile file;
  private final SparseOutput output;
  private long begun;
  private volatile boolean kept;

  private LocalAtomicWrite(
      StoragePath path,
      Place place,
      long offset,
      long expectedLength,
      Lane lane,
      LocalTimeouts timeouts) {
    this.path = path;
    this.place = place;
    this.output = new SparseOutput(new Sparse(), offset);
    this.begun = offset;
    this.expectedLength = expectedLength;
    this.sync = timeouts.sync();
    this.file =
        new LaneFile(lane, timeouts.operation(), path, place.channel, this::removeTemporary);
  }

  /** A write from the start of its file. */
  static LocalAtomicWrite begun(
      StoragePath path, Place place, long expectedLength, Lane lane, LocalTimeouts timeouts) {
    return new LocalAtomicWrite(path, place, 0, expectedLength, lane, timeouts);
  }

  /** A write that goes on, and whose temporary file stays if it is not committed. */
  static LocalAtomicWrite resumed(
      StoragePath path,
      Place place,
      long offset,
      long expectedLength,
      Lane lane,
      LocalTimeouts timeouts) {
    var write = new LocalAtomicWrite(path, place, offset, expectedLength, lane, timeouts);
    write.kept = true;
    return write;
  }

  /** The temporary file and where it is to go. */
  record Place(Path directory, Path temporary, FileChannel channel, boolean isNew)
      implements Closeable {
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
      return new Place(directory, temporary, channel, true);
    }

    /** Opens a temporary file to go on in it, and cuts off what is behind the offset. */
    static Place reopen(LocalPaths paths, StoragePath path, String temporaryName, long offset)
        throws IOException {
      Path directory = paths.target(path.parent());
      Path temporary = directory.resolve(temporaryName);
      Lane.requireWanted();
      FileChannel channel =
          FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      try {
        if (channel.size() < offset) {
          throw new StorageException(
              Reason.FAILED,
              "%s: %d bytes lie there instead of %d".formatted(path, channel.size(), offset));
        }
        channel.truncate(offset).position(offset);
        return new Place(directory, temporary, channel, false);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    /** Nobody waits for the file any more. */
    @Override
    public void close() throws IOException {
      try (channel) {
        if (isNew) {
          Files.deleteIfExists(temporary);
        }
      }
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    file.use(channel -> {
      output.write(bytes, offset, length);
      return true;
    });
  }

  /** What goes into the file; on the lane only. */
  private final class Sparse implements SparseOutput.Target {
    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
      for (int at = 0; at < length; ) {
        Lane.requireWanted();
        int some = Math.min(PIECE, length - at);
        int count = place.channel.write(ByteBuffer.wrap(bytes, offset + at, some));
        at += count;
        Lane.progress();
      }
      long end = place.channel.position();
      if (end - begun >= STRETCH) {
        LibC.beginWriting(place.temporary, begun, end - begun);
        begun = end;
        Lane.progress();
      }
    }

    @Override
    public void hole(long length) throws IOException {
      place.channel.position(place.channel.position() + length);
    }
  }

  @Override
  public void checkpoint() throws StorageException {
    file.use(
        sync,
        channel -> {
          output.finish();
          channel.force(true);
          requireStored(channel);
          if (!kept) {
            LocalPaths.sync(place.directory);
            kept = true;
          }
          return true;
        });
  }

  private void requireStored(FileChannel channel) throws IOException {
    if (channel.size() != output.position()) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the storage holds %d bytes of %d"
              .formatted(path, channel.size(), output.position()));
    }
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
    if (expectedLength >= 0 && output.position() != expectedLength) {
      throw new StorageException(
          Reason.FAILED,
          "%s: %d bytes came instead of %d".formatted(path, output.position(), expectedLength));
    }
    output.finish();
    channel.force(true);
    requireStored(channel);
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
    kept = true;
  }

  /** If that fails the file stays until its write is abandoned by id. */
  private void removeTemporary() throws IOException {
    if (!kept) {
      Files.deleteIfExists(place.temporary);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
