package org.strongroom.storage.format.qcow2;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.MappedDisk;

/**
 * The disk inside a qcow2 image: versions 2 and 3, deflate and zstd, extended entries, internal
 * snapshots.
 */
public final class Qcow2Disk {
  private Qcow2Disk() {}

  /**
   * Opens an image. The disk owns {@code file} from then on.
   *
   * @param snapshot name or id of an internal snapshot; empty for the active state
   * @throws ImageFormatException if it is not a qcow2 image, is damaged or must not be read
   */
  public static Disk open(ByteSource file, Optional<String> snapshot) throws IOException {
    HeaderBytes head = HeaderBytes.read(file, 0, ImageHeader.HEAD_BYTES);
    if (!Qcow2HeaderReader.matches(head)) {
      throw new ImageFormatException("not a qcow2 image: it does not begin with 'QFI'");
    }
    Qcow2Header header = Qcow2HeaderReader.read(head);
    header.complete(file.size());
    Qcow2State state =
        snapshot.isPresent()
            ? new Qcow2Snapshots(file, header).named(snapshot.get())
            : Qcow2State.active(header);
    return new MappedDisk(file, Qcow2Map.read(file, header, state));
  }
}
