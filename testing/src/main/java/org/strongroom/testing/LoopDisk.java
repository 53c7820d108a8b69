package org.strongroom.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A disk in a file, with an ext4 file system that can lose its power: what was not brought to the
 * disk by then is lost, data and directory entries alike.
 */
public final class LoopDisk implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";

  /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: the journal is not written out either. */
  private static final String SHUT_DOWN =
      """
      import fcntl, os, struct, sys
      for disk in [os.open(path, os.O_RDONLY) for path in sys.argv[1:]]:
          fcntl.ioctl(disk, 0x8004587d, struct.pack('I', 2))
      """;

  private final Path image;
  private final Path directory;
  private boolean mounted;

  private LoopDisk(Path image, Path directory) {
    this.image = image;
    this.directory = directory;
  }

  /** Whether this user may mount files, and has the programs for it. */
  public static boolean isPossible() {
    return System.getProperty("user.name").equals("root")
        && Files.exists(Path.of("/dev/loop-control"))
        && Stream.of("/usr/sbin/mkfs.ext4", "/usr/sbin/losetup", PYTHON)
            .allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /**
   * Makes a disk and mounts it.
   *
   * @param image the file of the disk, which is made and takes no room for what is not written
   * @param bytes its size
   * @param directory where it is mounted, made if missing; whoever owns it owns the disk's root
   */
  public static LoopDisk mount(Path image, long bytes, Path directory) {
    try {
      Files.createDirectories(directory);
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      Object owner = Files.getAttribute(directory, "unix:uid");
      Command.run("/usr/sbin/mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      LoopDisk disk = new LoopDisk(image, directory);
      disk.mountAgain();
      Files.setAttribute(directory, "unix:uid", owner);
      Files.delete(directory.resolve("lost+found"));
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the power from all of them, as nearly at once as one process can. */
  public static void cut(List<LoopDisk> disks) {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", SHUT_DOWN));
    disks.forEach(disk -> command.add(disk.directory.toString()));
    Command.run(command.toArray(String[]::new));
  }

  /** Brings everything to the disk, as happens some seconds after it was written. */
  public void sync() {
    Command.run("sync", "--file-system", directory.toString());
  }

  /**
   * Takes the disk away.
   *
   * @return false if somebody still has a file open there
   */
  public boolean unmount() {
    try {
      Command.run("umount", directory.toString());
      mounted = false;
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Mounts what has come to the disk; its journal is gone through. */
  public void mountAgain() {
    Command.run("mount", "-o", "loop", image.toString(), directory.toString());
    mounted = true;
  }

  @Override
  public void close() {
    if (mounted) {
      Command.run("umount", "--lazy", directory.toString());
    }
  }
}
