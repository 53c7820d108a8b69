package org.strongroom.storage.ova;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.strongroom.storage.format.ImageFormat;

/**
 * A disk of a package: what the descriptor says of it, and where its bytes are.
 *
 * @param order from 0; disks of the boot set first, then as the descriptor has them
 * @param boot whether it is in the boot set; the first disk is if nothing says so of any
 * @param capacity bytes that the guest sees; what the file has if the descriptor does not say
 * @param format URI of the file's format, empty for raw
 * @param file where the bytes are in the archive
 * @param digest what they must hash to, if a manifest that was read says so
 */
public record OvaDisk(
    int order,
    String id,
    String name,
    boolean boot,
    long capacity,
    Optional<String> format,
    TarMember file,
    Optional<FileDigest> digest) {
  private static final List<ImageFormat> NAMED =
      List.of(
          ImageFormat.VMDK, ImageFormat.QCOW2, ImageFormat.VHDX, ImageFormat.VHD, ImageFormat.VDI);

  /** Bytes of the image that it becomes: a raw one is as long as the disk, if the file is not. */
  public long imageBytes() {
    boolean raw = declared().equals(Optional.of(ImageFormat.RAW));
    return raw ? Math.max(file.size(), capacity) : file.size();
  }

  /**
   * The format that the descriptor says, by its URI or, if it has none, by the name of the file.
   * Without either it is raw, as PowerVC has it; empty if the URI is unknown, so that the bytes
   * have to tell.
   */
  public Optional<ImageFormat> declared() {
    String text = format.orElseGet(() -> file.name().substring(file.name().lastIndexOf('.') + 1));
    String lower = text.toLowerCase(Locale.ROOT);
    Optional<ImageFormat> named =
        NAMED.stream().filter(known -> lower.contains(known.wireName())).findFirst();
    boolean untold = lower.equals("iso") || (format.isPresent() && !lower.contains("raw"));
    return named.isPresent() || untold ? named : Optional.of(ImageFormat.RAW);
  }
}
