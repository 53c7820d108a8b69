package org.strongroom.storage.ova;

import java.util.List;
import java.util.Optional;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.ova.archive.TarMember;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;

/**
 * What is in an OVA that has proved sound: one descriptor, all files that it names, of the sizes it
 * names. Only the bytes of the disks are yet to be verified.
 *
 * @param name of the image; the descriptor's file name if that says none
 * @param description may be empty
 * @param architecture such as {@code ppc64le}, from the descriptor or PowerVC's {@code .meta} file
 * @param disks in boot order, at least one
 * @param members all files of the archive, in its order
 * @param notes what is odd but does no harm, for the owner to read
 */
public record OvaContents(
    String name,
    String description,
    Optional<String> architecture,
    Optional<OvfOperatingSystem> operatingSystem,
    OvfDescriptor descriptor,
    Optional<OvaManifest> manifest,
    List<OvaDisk> disks,
    List<TarMember> members,
    List<String> notes) {
  public OvaContents {
    disks = List.copyOf(disks);
    members = List.copyOf(members);
    notes = List.copyOf(notes);
  }

  /** Why the bytes of its disks can not be verified; empty if they can. */
  public Optional<String> doubt() {
    if (manifest.isEmpty()) {
      return Optional.of("it has no manifest, so its bytes can not be verified");
    }
    return disks.stream()
        .flatMap(disk -> disk.pieces().stream())
        .filter(piece -> piece.digest().isEmpty())
        .findFirst()
        .map(piece ->
            "its manifest does not name %s, whose bytes so can not be verified"
                .formatted(MemberName.shown(piece.member().name())));
  }

  /** Whether a disk lies in several files, so that the archive can not be read in one pass. */
  public boolean isSplit() {
    return disks.stream().anyMatch(OvaDisk::isSplit);
  }

  /** Bytes of all disks together. */
  public long diskBytes() {
    return disks.stream().mapToLong(disk -> disk.file().size()).sum();
  }
}
