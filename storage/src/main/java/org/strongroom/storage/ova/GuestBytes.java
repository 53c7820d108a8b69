package org.strongroom.storage.ova;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.source.ImageSource;

/** The disk that a guest sees, as a stream for packing. */
public final class GuestBytes implements ImageSource {
  private final InputStream stream;
  private final long length;

  private GuestBytes(InputStream stream, long length) {
    this.stream = stream;
    this.length = length;
  }

  /** All bytes of a guest's disk, which is closed with the result. */
  public static GuestBytes of(ByteSource disk) throws IOException {
    return new GuestBytes(new ByteSourceStream(disk), disk.size());
  }

  /**
   * Opens an image where it lies. A raw one is streamed, read ahead; others are read through their
   * tables, so nothing is staged.
   *
   * @throws org.strongroom.storage.format.ImageFormatException if the image is damaged, or its
   *     format can be kept but not read
   */
  public static GuestBytes open(StorageDriver driver, StoragePath path, ImageFormat format)
      throws IOException {
    ByteSource image = driver.open(path);
    boolean done = false;
    try {
      var bytes =
          switch (format) {
            case RAW, ISO -> {
              long length = image.size();
              image.close();
              yield new GuestBytes(driver.read(path, 0), length);
            }
            case QCOW2, VMDK, VHD, VHDX, VDI -> of(GuestDisks.open(format, image));
          };
      done = true;
      return bytes;
    } finally {
      if (!done) {
        image.close();
      }
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
