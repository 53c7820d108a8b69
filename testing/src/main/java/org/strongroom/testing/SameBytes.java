package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What a file has to hold, for {@code assertThat(file).satisfies(sameBytes(disk))}. Compared in
 * blocks: byte by byte, disks of megabytes cost more than the work that made them.
 */
public final class SameBytes {
  private SameBytes() {}

  /** Those of this file. */
  public static Consumer<Path> sameBytes(Path expected) {
    return file -> {
      try {
        long place = Files.mismatch(file, expected);
        if (place >= 0) {
          throw new AssertionError(
              "%s (%d bytes) is not %s (%d bytes): they differ at byte %d"
                  .formatted(file, Files.size(file), expected, Files.size(expected), place));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** These, no more and no fewer. */
  public static Consumer<Path> sameBytes(byte[] expected) {
    return file -> {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      int place = Arrays.mismatch(bytes, expected);
      if (place >= 0) {
        throw new AssertionError(
            "%s (%d bytes) is not what was expected (%d bytes): they differ at byte %d"
                .formatted(file, bytes.length, expected.length, place));
      }
    };
  }
}
