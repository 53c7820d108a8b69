package org.strongroom.storage.inspection;

import java.util.Locale;
import java.util.Optional;
import org.strongroom.storage.format.ImageFormat;

/**
 * What the owner of an image says of its format.
 *
 * @param format what it has to be; what is said to be raw is not looked at, because a guest may
 *     write anything there
 * @param namedRaw whether its name ends as those of raw disks do: bytes that nothing is known of
 *     are one then
 * @param namedVhd whether it ends as those of VHDs do, which without their end look like raw ones
 */
public record Declaration(Optional<ImageFormat> format, boolean namedRaw, boolean namedVhd) {
  /** Nothing: the bytes have to tell. */
  public static final Declaration NONE = of(Optional.empty());

  /** It is raw, whatever its bytes are. */
  public static final Declaration RAW = of(Optional.of(ImageFormat.RAW));

  /** Says the format, if there is one. */
  public static Declaration of(Optional<ImageFormat> format) {
    return new Declaration(format, false, false);
  }

  /**
   * Says the format if there is one, and what else the name of the file tells.
   *
   * @param name or url; a query, a fragment and what a packing program has put behind the name are
   *     left out of account
   */
  public static Declaration of(Optional<ImageFormat> format, String name) {
    String path = name.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
    String unpacked = path.replaceFirst("\\.(gz|xz|zst|bz2)$", "");
    return new Declaration(format, unpacked.endsWith(".raw"), unpacked.endsWith(".vhd"));
  }

  /** Whether its end has to be that of a VHD. */
  boolean isVhd() {
    return format.isEmpty() ? namedVhd : format.equals(Optional.of(ImageFormat.VHD));
  }

  boolean isRaw() {
    return format.equals(Optional.of(ImageFormat.RAW));
  }
}
