package org.strongroom.storage.inspection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.format.vhd.VhdFooter;

/**
 * Inspects an image while it streams by: hostile headers are refused as soon as the first {@link
 * ImageHeader#HEAD_BYTES} bytes have passed, not when terabytes have been copied. Whether it is
 * whole, {@link #inspect(ByteSource, ImageFormat)} tells when it lies somewhere. Not thread-safe.
 */
public final class ImageInspector {
  private static final Declaration KEPT = new Declaration(Optional.empty(), true, false);

  private final OptionalLong announced;
  private final Declaration declared;
  private final ByteBuffer head = ByteBuffer.allocate(ImageHeader.HEAD_BYTES);
  private final LastBytes last = new LastBytes(VhdFooter.BYTES);
  private @Nullable ImageHeader header;
  private long length;

  /**
   * Begins with an image of which nothing is known.
   *
   * @param announced the length that will come, if it is known
   */
  public ImageInspector(OptionalLong announced) {
    this(announced, Declaration.NONE);
  }

  /**
   * Begins with an image.
   *
   * @param announced the length that will come, if it is known
   * @param declared what its owner says of it
   */
  public ImageInspector(OptionalLong announced, Declaration declared) {
    this.announced = announced;
    this.declared = declared;
  }

  /** Looks at the next bytes of the image. */
  public void accept(byte[] bytes, int offset, int count) throws ImageFormatException {
    length += count;
    last.accept(bytes, offset, count);
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
    checkNotEmpty(length);
    var read = header == null ? readHeader() : header;
    return byItsEnd(read, declared, last.bytes()).complete(length);
  }

  private static void checkNotEmpty(long length) throws ImageFormatException {
    if (length == 0) {
      throw new ImageFormatException(
          "the image is refused: it is empty; look at where it comes from");
    }
  }

  private static ImageInspection notEmpty(ImageInspection found) throws ImageFormatException {
    if (found.virtualSize() == 0) {
      throw ImageFormatException.refused(
          found.format(), "its disk has 0 bytes; look at where it comes from");
    }
    return found;
  }

  private ImageHeader readHeader() throws ImageFormatException {
    var read = ImageHeads.read(new HeaderBytes(head.duplicate().flip()), declared);
    header = read;
    return read;
  }

  /** A fixed VHD, for one, is told from a raw disk by its end only. */
  private static ImageHeader byItsEnd(ImageHeader header, Declaration declared, HeaderBytes end)
      throws ImageFormatException {
    boolean maybe = header.format() == ImageFormat.RAW && declared.format().isEmpty();
    boolean said = header.format() == ImageFormat.RAW && declared.isVhd();
    if (maybe) {
      ForeignFormat.refuseByEnd(end);
    }
    if (said && !VhdFooter.matches(end)) {
      throw new ImageFormatException(
          "the image is named as a VHD and has no footer of one: it is cut off, copy it again; if"
              + " it is a raw disk all the same, say so with format=raw");
    }
    return (maybe || said) && VhdFooter.matches(end) ? VhdFooter.read(end) : header;
  }

  /**
   * Tells the format of a file by its first and last bytes.
   *
   * @param declared what its owner says of it
   * @throws ImageFormatException if it is none that is known, or must not be read
   */
  public static ImageFormat format(ByteSource image, Declaration declared) throws IOException {
    checkNotEmpty(image.size());
    ImageHeader header =
        ImageHeads.read(HeaderBytes.read(image, 0, ImageHeader.HEAD_BYTES), declared);
    long end = Math.max(image.size() - VhdFooter.BYTES, 0);
    return byItsEnd(header, declared, HeaderBytes.read(image, end, VhdFooter.BYTES)).format();
  }

  /**
   * Inspects a whole file that is kept already: tells its format, and follows all its tables. What
   * is nothing else is raw.
   *
   * @throws ImageFormatException if it must not be stored, or is damaged
   */
  public static ImageInspection inspect(ByteSource image) throws IOException {
    ImageHeader header = ImageHeads.read(HeaderBytes.read(image, 0, ImageHeader.HEAD_BYTES), KEPT);
    long end = Math.max(image.size() - VhdFooter.BYTES, 0);
    HeaderBytes last = HeaderBytes.read(image, end, VhdFooter.BYTES);
    return inspect(image, byItsEnd(header, KEPT, last).format());
  }

  /**
   * Inspects a whole file of a known format: follows all its tables.
   *
   * @param format raw bytes are not looked at
   * @throws ImageFormatException if it is damaged
   */
  public static ImageInspection inspect(ByteSource image, ImageFormat format) throws IOException {
    long length = image.size();
    checkNotEmpty(length);
    if (format == ImageFormat.ISO) {
      HeaderBytes head = HeaderBytes.read(image, 0, ImageHeader.HEAD_BYTES);
      return ImageHeads.read(head, Declaration.of(Optional.of(format))).complete(length);
    }
    Disk disk = GuestDisks.open(format, new Borrowed(image));
    disk.check();
    long size = disk.size();
    disk.close();
    return notEmpty(new ImageInspection(format, size, length));
  }

  /** A file that somebody else closes. */
  private record Borrowed(ByteSource image) implements ByteSource {
    @Override
    public long size() throws IOException {
      return image.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return image.read(position, target);
    }

    @Override
    public void close() {}
  }
}
