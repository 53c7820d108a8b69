package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** A write in progress. */
final class LocalAtomicWrite implements AtomicWrite {
  private final StoragePath path;
  private final Path directory;
  private final Path temporary;
  private final long expectedLength;
  private final FileChannel channel;
  private final AtomicBoolean over = new AtomicBoolean();
  private long written;

  LocalAtomicWrite(LocalPaths paths, StoragePath path, String temporaryName, long expectedLength)
      throws IOException {
    this.path = path;
    this.expectedLength = expectedLength;
    directory = paths.makeDirectories(path.parent());
    temporary = directory.resolve(temporaryName);
    channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    LocalFailures.explain(
        path,
        () -> {
          ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
          while (source.hasRemaining()) {
            written += channel.write(source);
          }
        });
  }

  @Override
  public void commit() throws StorageException {
    LocalFailures.explain(path, this::finish);
    over.set(true);
  }

  private void finish() throws IOException {
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
    channel.close();
    Path target = directory.resolve(path.name());
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is a directory");
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    LocalPaths.sync(directory);
  }

  @Override
  public void close() {
    if (over.getAndSet(true)) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The file stays until its write is abandoned by id: nothing else can be done here.
    }
  }
}
