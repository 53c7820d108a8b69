package org.strongroom.e2e.material;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.strongroom.testing.BootSector;

/** Real disk images, made by qemu-img. */
public final class DiskImages {
  private static final long SEED = 20261121;

  private DiskImages() {}

  /** A qcow2 file of a disk that is full of bytes which do not compress. */
  public static Path qcow2(Path directory, String name, int mebibytes) {
    Path raw = raw(directory, name + ".raw", mebibytes);
    Path file = directory.resolve(name);
    Programs.run(
        "qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), file.toString());
    return file;
  }

  public static Path raw(Path directory, String name, int mebibytes) {
    Path file = directory.resolve(name);
    Random random = new Random(SEED);
    byte[] buffer = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(buffer);
        BootSector.mark(buffer);
        out.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** An empty qcow2 file whose missing parts are to be read from another file of the machine. */
  public static Path backedBy(Path directory, String name, String backingFile) {
    Path file = directory.resolve(name);
    Programs.run(
        "qemu-img",
        "create",
        "-q",
        "-f",
        "qcow2",
        "-F",
        "raw",
        "-u",
        "-b",
        backingFile,
        file.toString(),
        "1M");
    return file;
  }

  public static String sha256(Path file) {
    try {
      return sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
