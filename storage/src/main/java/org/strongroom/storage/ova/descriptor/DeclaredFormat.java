package org.strongroom.storage.ova.descriptor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.format.ImageFormat;

/** The format that a descriptor says a disk has. */
public final class DeclaredFormat {
  private static final List<ImageFormat> NAMED =
      List.of(
          ImageFormat.VMDK, ImageFormat.QCOW2, ImageFormat.VHDX, ImageFormat.VHD, ImageFormat.VDI);

  /** Ends of the names of files that say nothing of a disk: one that is packed, or a DVD. */
  private static final Set<String> NO_DISK =
      Set.of("iso", "gz", "gzip", "tgz", "bz2", "xz", "zst", "zstd", "lzma", "zip", "7z");

  /** What some producers write for a disk whose bytes are the guest's. */
  private static final String BYTES = "wikipedia.org/wiki/byte";

  private DeclaredFormat() {}

  /**
   * By its URI or, if it has none, by the name of the file. Without either it is raw, as PowerVC
   * has it; empty if the URI or the name says something else, so that the bytes have to tell.
   *
   * @param file its name, without what compression has put behind it
   */
  public static Optional<ImageFormat> of(Optional<String> uri, String file) {
    String text = uri.orElseGet(() -> file.substring(file.lastIndexOf('.') + 1));
    String lower = text.toLowerCase(Locale.ROOT);
    Optional<ImageFormat> named =
        NAMED.stream().filter(known -> lower.contains(known.wireName())).findFirst();
    boolean raw =
        uri.isPresent() ? lower.contains("raw") || lower.contains(BYTES) : !NO_DISK.contains(lower);
    return named.isEmpty() && raw ? Optional.of(ImageFormat.RAW) : named;
  }

  public static boolean isRaw(Optional<String> uri, String file) {
    return of(uri, file).equals(Optional.of(ImageFormat.RAW));
  }
}
