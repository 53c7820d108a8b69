package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A network mount that can be made to hang, as one whose server is gone: an sshfs of an account of
 * an {@link OpenSshServer}. While it hangs, whoever touches it hangs too, the test included. Needs
 * root, the package {@code sshfs} and {@code /dev/fuse}.
 */
public final class HangingMount implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/sshfs");
  private static final Path DEVICE = Path.of("/dev/fuse");

  private final Path mountPoint;
  private final Process sshfs;

  /**
   * Sends the signals. While files of the mount are open here, a program cannot be started: closing
   * the files in its process would hang.
   */
  private final Process signals;

  private HangingMount(Path mountPoint, Process sshfs) throws IOException {
    this.mountPoint = mountPoint;
    this.sshfs = sshfs;
    this.signals = new ProcessBuilder("sh").start();
  }

  /** Whether this machine can mount one. */
  public static boolean isPossible() {
    return Files.isExecutable(PROGRAM) && Files.exists(DEVICE);
  }

  /** Mounts a new empty directory of the account at a directory, which is made. */
  public static HangingMount mount(OpenSshServer server, SshAccount account, Path directory) {
    try {
      Files.createDirectories(directory);
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "-f",
                  "-p",
                  String.valueOf(server.port()),
                  "-o",
                  "password_stdin,StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null",
                  account.username() + "@" + server.host() + ":" + account.newScratch().remote(),
                  directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write((account.password() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      HangingMount mount = new HangingMount(directory, process);
      mount.awaitMounted();
      return mount;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitMounted() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String entry = " " + mountPoint.toRealPath() + " fuse.sshfs ";
    while (!Files.readString(Path.of("/proc/self/mounts")).contains(entry)) {
      if (!sshfs.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("sshfs could not mount " + mountPoint);
      }
      Thread.onSpinWait();
    }
  }

  public Path directory() {
    return mountPoint;
  }

  /** From now on no call on the mount comes back. */
  public void hang() {
    signal("STOP", true);
  }

  /** Lets all that hangs go on. */
  public void answer() {
    signal("CONT", false);
  }

  private void signal(String name, boolean stopped) {
    try {
      var commands = signals.getOutputStream();
      commands.write("kill -%s %d\n".formatted(name, sshfs.pid()).getBytes(StandardCharsets.UTF_8));
      commands.flush();
      Path status = Path.of("/proc/" + sshfs.pid() + "/status");
      while (Files.readString(status).contains("State:\tT") != stopped) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes it away; what hangs in it fails. */
  @Override
  public void close() {
    sshfs.destroyForcibly();
    signals.destroyForcibly();
    Command.run("umount", "--lazy", mountPoint.toString());
  }
}
