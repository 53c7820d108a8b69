package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few bytes, mounted for a test that needs a disk to be really full. */
public final class TinyFileSystem implements AutoCloseable {
  private final Path mountPoint;

  private TinyFileSystem(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** Mounts a tmpfs at a directory, which is made if missing; whoever owns it owns the new root. */
  public static TinyFileSystem mount(Path directory, long bytes) {
    try {
      Files.createDirectories(directory);
      String uid = Files.getAttribute(directory, "unix:uid").toString();
      Command.run(
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "size=" + bytes + ",mode=755,uid=" + uid,
          "strongroom-test",
          directory.toString());
      return new TinyFileSystem(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the file system read-only for everyone, or writable again. */
  public void readOnly(boolean on) {
    Command.run("mount", "-o", on ? "remount,ro" : "remount,rw", mountPoint.toString());
  }

  /** Changes its size while it is in use. */
  public void resize(long bytes) {
    Command.run("mount", "-o", "remount,size=" + bytes, mountPoint.toString());
  }

  public Path directory() {
    return mountPoint;
  }

  @Override
  public void close() {
    Command.run("umount", "--lazy", mountPoint.toString());
  }
}
