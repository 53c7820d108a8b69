package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.cli.call.UsageException;

/**
 * Bytes to upload.
 *
 * @param name what the server is told they are called
 * @param length how many, if that is known before they are read
 * @param file where they can be read again, from any offset
 */
public record UploadSource(
    String name, OptionalLong length, InputStream bytes, Optional<Path> file) {
  /**
   * A file.
   *
   * @throws UsageException if it can not be read
   */
  public static UploadSource file(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new UsageException(file + " is a directory");
      }
      InputStream bytes = Files.newInputStream(file);
      boolean regular = Files.isRegularFile(file);
      return new UploadSource(
          String.valueOf(file.getFileName()),
          regular ? OptionalLong.of(Files.size(file)) : OptionalLong.empty(),
          bytes,
          Optional.of(file).filter(path -> regular));
    } catch (IOException e) {
      throw new UsageException("cannot read the file " + file);
    }
  }

  /** Standard input. */
  public static UploadSource standardInput(InputStream in) {
    return new UploadSource("stdin", OptionalLong.empty(), in, Optional.empty());
  }

  /**
   * The name as the path of a url: everything but plain letters, digits and {@code ._-} encoded.
   */
  public String url() {
    StringBuilder url = new StringBuilder("upload://");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
      url.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return url.toString();
  }
}
