package org.strongroom.storage.ova;

import java.util.List;
import java.util.Optional;

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

  /** Bytes of all disks together. */
  public long diskBytes() {
    return disks.stream().mapToLong(disk -> disk.file().size()).sum();
  }
}
