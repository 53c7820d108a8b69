package org.strongroom.storage.driver.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.HostDisks;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** The files and block devices of this machine; all calls run on lanes, since a mount can hang. */
public final class LocalDisks implements HostDisks, AutoCloseable {
  private static final int TYPE = 0170000;
  private static final int BLOCK_DEVICE = 0060000;

  private final LocalLanes lanes;
  private final LocalTimeouts timeouts;

  /**
   * @param directory whose lanes are used: that of the file
   */
  public LocalDisks(Path directory, LocalTimeouts timeouts) {
    this.lanes = LocalLanes.of(directory);
    this.timeouts = timeouts;
  }

  /**
   * An open file, and what it is.
   *
   * @param holes empty if it cannot tell of any
   */
  private record Opened(
      String path, boolean device, FileChannel channel, long size, Optional<FileHoles> holes)
      implements Closeable {
    @Override
    public void close() throws IOException {
      try (channel) {
        closeHoles();
      }
    }

    void closeHoles() throws IOException {
      if (holes.isPresent()) {
        holes.get().close();
      }
    }
  }

  @Override
  public HostDisk open(String absolutePath, Predicate<String> allowed) throws StorageException {
    Opened opened = open(absolutePath, allowed, Set.of(StandardOpenOption.READ));
    LaneFile file = file(absolutePath, opened);
    ByteSource bytes =
        opened.holes().isPresent()
            ? new LocalSparseSource(file, opened.holes().get(), opened.size())
            : new LocalByteSource(file, opened.size());
    return new HostDisk(opened.path(), opened.device(), bytes);
  }

  @Override
  public InPlaceWrite write(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    Opened opened =
        open(absolutePath, allowed, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    return new LocalInPlaceWrite(file(absolutePath, opened), opened.device(), timeouts.sync());
  }

  private LaneFile file(String subject, Opened opened) {
    return new LaneFile(
        lanes.hostFiles(), timeouts.operation(), subject, opened.channel(), opened::closeHoles);
  }

  private Opened open(String absolutePath, Predicate<String> allowed, Set<OpenOption> options)
      throws StorageException {
    return lanes
        .hostFiles()
        .call(absolutePath, timeouts.operation(), () -> opened(absolutePath, allowed, options));
  }

  private static Opened opened(
      String absolutePath, Predicate<String> allowed, Set<OpenOption> options) throws IOException {
    Path resolved = Path.of(absolutePath).toRealPath();
    if (!allowed.test(resolved.toString())) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, absolutePath + " lies in no allowed directory");
    }
    int type =
        (Integer) Files.getAttribute(resolved, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE;
    boolean device = type == BLOCK_DEVICE;
    // Asked before it is opened: opening a pipe would hang.
    if (!device && !Files.isRegularFile(resolved, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(
          Reason.WRONG_TYPE, absolutePath + " is neither a file nor a block device");
    }
    if (!device && !options.contains(StandardOpenOption.WRITE)) {
      try {
        return withHoles(resolved);
      } catch (IOException | LinkageError e) {
        // Opened as ever: what cannot be opened fails there, in the usual words.
      }
    }
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return opened(resolved, device, FileChannel.open(resolved, all), Optional.empty());
  }

  private static Opened withHoles(Path resolved) throws IOException {
    FileHoles holes = FileHoles.open(resolved);
    FileChannel channel;
    try {
      channel = FileChannel.open(holes.path(), StandardOpenOption.READ);
    } catch (IOException e) {
      holes.close();
      throw e;
    }
    return opened(resolved, false, channel, Optional.of(holes));
  }

  private static Opened opened(
      Path resolved, boolean device, FileChannel channel, Optional<FileHoles> holes)
      throws IOException {
    var opened = new Opened(resolved.toString(), device, channel, 0, holes);
    try {
      return new Opened(resolved.toString(), device, channel, channel.size(), holes);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void close() {
    lanes.release();
  }
}
