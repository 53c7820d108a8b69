package org.strongroom.storage.ova.descriptor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.strongroom.storage.format.ImageFormat;

/** The format that a descriptor says a disk has. */
public final class DeclaredFormat {
  private static final List<ImageFormat> NAMED =
      List.of(
          ImageFormat.VMDK, ImageFormat.QCOW2, ImageFormat.VHDX, ImageFormat.VHD, ImageFormat.VDI);

  private DeclaredFormat() {}

  /**
   * By its URI or, if it has none, by the name of the file. Without either it is raw, as PowerVC
   * has it; empty if the URI is unknown, so that the bytes have to tell.
   *
   * @param file its name, without what compression has put behind it
   */
  public static Optional<ImageFormat> of(Optional<String> uri, String file) {
    String text = uri.orElseGet(() -> file.substring(file.lastIndexOf('.') + 1));
    String lower = text.toLowerCase(Locale.ROOT);
    Optional<ImageFormat> named =
        NAMED.stream().filter(known -> lower.contains(known.wireName())).findFirst();
    boolean untold = lower.equals("iso") || (uri.isPresent() && !lower.contains("raw"));
    return named.isPresent() || untold ? named : Optional.of(ImageFormat.RAW);
  }

  public static boolean isRaw(Optional<String> uri, String file) {
    return of(uri, file).equals(Optional.of(ImageFormat.RAW));
  }
}
