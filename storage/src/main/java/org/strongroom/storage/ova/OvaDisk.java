package org.strongroom.storage.ova;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.ova.archive.FileDigest;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.ova.descriptor.Compression;
import org.strongroom.storage.ova.descriptor.DeclaredFormat;

/**
 * A disk of a package: what the descriptor says of it, and where its bytes are.
 *
 * @param order from 0; disks of the boot set first, then as the hardware has them
 * @param boot whether it is in the boot set; the first disk is if nothing says so of any
 * @param capacity bytes that the guest sees; what the file has if the descriptor does not say
 * @param format URI of the file's format, empty for raw
 * @param file its name, where it begins in the archive, and how long it is in all
 * @param digest what its bytes must hash to, if a manifest that was read says so and it is in one
 *     piece
 * @param pieces the members that the file is, in order; several if it is split into chunks
 * @param compression of the whole file
 * @param extents of a VMDK in several files, which {@code pieces} are then: its descriptor first;
 *     else empty
 */
public record OvaDisk(
    int order,
    String id,
    String name,
    boolean boot,
    long capacity,
    Optional<String> format,
    TarMember file,
    Optional<FileDigest> digest,
    List<FilePiece> pieces,
    Optional<Compression> compression,
    List<OvaExtent> extents) {
  public OvaDisk {
    extents = List.copyOf(extents);
    pieces = List.copyOf(pieces);
  }

  /**
   * Bytes of the image that it becomes: a raw one is as long as the disk, if the file is not. Empty
   * if that shows only when it has been expanded, or put together.
   */
  public OptionalLong imageBytes() {
    return compression.isPresent() || isSplit()
        ? OptionalLong.empty()
        : OptionalLong.of(atLeast(file.size()));
  }

  /** Whether it lies in several files, of which one qcow2 image is made. */
  public boolean isSplit() {
    return !extents.isEmpty();
  }

  /** Bytes of the image whose file has so many when it is expanded. */
  public long atLeast(long expanded) {
    boolean raw = declared().equals(Optional.of(ImageFormat.RAW));
    return raw ? Math.max(expanded, capacity) : expanded;
  }

  /**
   * The format that the descriptor says, by its URI or, if it has none, by the name of the file.
   * Without either it is raw, as PowerVC has it; empty if the URI is unknown, so that the bytes
   * have to tell.
   */
  public Optional<ImageFormat> declared() {
    return isSplit()
        ? Optional.of(ImageFormat.QCOW2)
        : DeclaredFormat.of(
            format, compression.map(how -> how.expandedName(file.name())).orElse(file.name()));
  }
}
