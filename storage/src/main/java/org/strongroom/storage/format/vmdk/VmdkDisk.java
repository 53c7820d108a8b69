package org.strongroom.storage.format.vmdk;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.MappedDisk;

/** The disk inside a VMDK that is one sparse file: monolithicSparse or streamOptimized. */
public final class VmdkDisk {
  private static final int SECTOR = 512;

  private VmdkDisk() {}

  /**
   * Opens an image. The disk owns {@code file} from then on.
   *
   * @throws ImageFormatException if it is damaged or must not be read
   */
  public static Disk open(ByteSource file) throws IOException {
    HeaderBytes head = HeaderBytes.read(file, 0, ImageHeader.HEAD_BYTES);
    return open(file, VmdkHeaderReader.read(head));
  }

  /** Opens one of several sparse files of a disk, whose descriptor lies beside them. */
  static Disk openPart(ByteSource file) throws IOException {
    HeaderBytes head = HeaderBytes.read(file, 0, SECTOR);
    if (!head.startsWith(0, "KDMV")) {
      throw ImageFormatException.damaged(ImageFormat.VMDK, "a part of it is no sparse file");
    }
    return open(file, VmdkHeaderReader.readSparse(head));
  }

  private static Disk open(ByteSource file, VmdkHeader header) throws IOException {
    header.complete(file.size());
    VmdkHeader whole = header.directoryOffset() < 0 ? footer(file, header) : header;
    whole.complete(file.size());
    return new MappedDisk(file, new VmdkMap(file, whole));
  }

  /** Writers of streams know at the end only where the directory lies: three sectors tell it. */
  private static VmdkHeader footer(ByteSource file, VmdkHeader header) throws IOException {
    long start = file.size() - 3 * SECTOR;
    HeaderBytes end = HeaderBytes.read(file, Math.max(start, 0), 3 * SECTOR);
    if (start < SECTOR || end.length() < 3 * SECTOR || !end.startsWith(SECTOR, "KDMV")) {
      throw new ImageFormatException(
          "the vmdk image is cut off: its footer is missing; copy it again");
    }
    VmdkHeader footer = VmdkHeaderReader.readSparse(HeaderBytes.read(file, start + SECTOR, SECTOR));
    if (footer.directoryOffset() < 0 || !header.agreesWith(footer)) {
      throw ImageFormatException.damaged(ImageFormat.VMDK, "its footer contradicts its header");
    }
    return footer;
  }
}
