package org.strongroom.storage.format.vhd;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.MappedDisk;
import org.strongroom.storage.format.RawDisk;
import org.strongroom.storage.format.TablePages;

/** The disk inside a VHD, fixed or dynamic. */
public final class VhdDisk {
  private VhdDisk() {}

  /**
   * Opens an image. The disk owns {@code file} from then on.
   *
   * @throws ImageFormatException if it is damaged or must not be read
   */
  public static Disk open(ByteSource file) throws IOException {
    long end = file.size() - VhdFooter.BYTES;
    HeaderBytes last = HeaderBytes.read(file, Math.max(end, 0), VhdFooter.BYTES);
    if (end < 0 || !VhdFooter.matches(last)) {
      throw new ImageFormatException(
          "the vhd image is cut off: its footer is missing; copy it again");
    }
    VhdFooter footer = VhdFooter.read(last);
    footer.complete(file.size());
    return footer.fixed() ? new RawDisk(file, footer.virtualSize()) : dynamic(file, footer, end);
  }

  private static Disk dynamic(ByteSource file, VhdFooter footer, long end) throws IOException {
    VhdFooter copy = VhdFooter.read(HeaderBytes.read(file, 0, VhdFooter.BYTES));
    if (!copy.equals(footer)) {
      throw ImageFormatException.damaged(
          ImageFormat.VHD, "its footer and the copy at its start contradict each other");
    }
    HeaderBytes bytes = HeaderBytes.read(file, footer.headerOffset(), VhdDynamicHeader.BYTES);
    VhdDynamicHeader header = VhdDynamicHeader.read(bytes, footer);
    if (header.tableOffset() > end - header.entries() * 4) {
      throw ImageFormatException.damaged(
          ImageFormat.VHD,
          "its table at %d reaches beyond the file".formatted(header.tableOffset()));
    }
    var tables = new TablePages(file, ImageFormat.VHD);
    return new MappedDisk(file, new VhdMap(footer, header, end, tables));
  }
}
