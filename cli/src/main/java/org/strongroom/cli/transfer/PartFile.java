package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.UsageException;

/**
 * A file that is still coming: {@code <file>.part} beside it, locked against a second download, and
 * given its name when it is whole.
 */
final class PartFile implements AutoCloseable {
  private static final int BLOCK = 1 << 16;
  private final Path file;
  private final Path part;
  private final boolean overwrite;
  private final FileChannel channel;
  private boolean complete;

  private PartFile(Path file, Path part, boolean overwrite, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.overwrite = overwrite;
    this.channel = channel;
  }

  /**
   * Opens the part file, with what an earlier download left in it.
   *
   * @param suffix of its name
   * @throws UsageException if the file is there and may not be replaced, or can not be written
   */
  static PartFile of(Path file, String suffix, boolean overwrite) {
    refuseExisting(file, overwrite);
    Path part = file.resolveSibling(file.getFileName() + suffix);
    try {
      FileChannel channel =
          FileChannel.open(
              part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new UsageException("another download is writing " + part);
      }
      return new PartFile(file, part, overwrite, channel);
    } catch (IOException e) {
      throw new UsageException("cannot write the file " + part + ": " + e.getMessage());
    }
  }

  private static void refuseExisting(Path file, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a directory");
    }
    if (Files.exists(file) && !overwrite) {
      throw new UsageException(file + " is there already; --force replaces it");
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Adds the bytes that are there to the digest. */
  void hash(MessageDigest digest) throws IOException {
    channel.position(0);
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (channel.read(block) >= 0) {
      digest.update(block.flip());
      block.clear();
    }
  }

  /**
   * Takes the bytes that follow those there, and leaves runs of zeros out as holes. Closing it
   * leaves the file open.
   */
  OutputStream append() throws IOException {
    return new SparseFile(channel);
  }

  void truncate() throws IOException {
    channel.truncate(0);
  }

  /** Notes whether all bytes are there and right, and gives the same back. */
  boolean complete(boolean right) {
    complete = right;
    return right;
  }

  boolean isComplete() {
    return complete;
  }

  /** Gives the file its name, after its bytes are on the disk. */
  void keep() throws IOException {
    channel.force(true);
    if (overwrite) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } else {
      refuseExisting(file, false);
      Files.move(part, file);
    }
  }

  void discard() throws IOException {
    Files.deleteIfExists(part);
  }

  @Override
  public void close() throws IOException {
    if (channel.size() == 0) {
      Files.deleteIfExists(part); // nothing to take up again
    }
    channel.close();
  }
}
