package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/**
 * Inspects an image while it streams by: hostile headers are refused as soon as the first {@link
 * ImageHeader#HEAD_BYTES} bytes have passed, not when terabytes have been copied. Not thread-safe.
 */
public final class ImageInspector {
  private final OptionalLong announced;
  private final ByteBuffer head = ByteBuffer.allocate(ImageHeader.HEAD_BYTES);
  private @Nullable ImageHeader header;
  private long length;

  /**
   * @param announced the length that will come, if it is known
   */
  public ImageInspector(OptionalLong announced) {
    this.announced = announced;
  }

  /** Looks at the next bytes of the image. */
  public void accept(byte[] bytes, int offset, int count) throws ImageFormatException {
    length += count;
    if (header == null) {
      head.put(bytes, offset, Math.min(count, head.remaining()));
      if (!head.hasRemaining()) {
        var read = readHeader();
        if (announced.isPresent()) {
          read.complete(announced.getAsLong());
        }
      }
    }
  }

  /** Ends the image with the bytes seen so far. */
  public ImageInspection finish() throws ImageFormatException {
    return (header == null ? readHeader() : header).complete(length);
  }

  /** Inspects a whole file. */
  public static ImageInspection inspect(ByteSource image) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(ImageHeader.HEAD_BYTES);
    while (head.hasRemaining() && image.read(head.position(), head) >= 0) {
      // Short reads are allowed.
    }
    return ImageHeader.read(head.flip()).complete(image.size());
  }

  private ImageHeader readHeader() throws ImageFormatException {
    var read = ImageHeader.read(head.duplicate().flip());
    header = read;
    return read;
  }
}
