package org.strongroom.storage.driver.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** A regular file that was opened for reading, with its length. */
record OpenedFile(FileChannel channel, long size) implements Closeable {

  /** Opens it; not a pipe, where opening blocks. */
  static OpenedFile open(Path resolved, Object subject) throws IOException {
    var found =
        Files.readAttributes(resolved, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new StorageException(Reason.WRONG_TYPE, subject + " is not a file");
    }
    FileChannel channel =
        FileChannel.open(resolved, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      return new OpenedFile(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
