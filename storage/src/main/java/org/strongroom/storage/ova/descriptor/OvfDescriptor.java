package org.strongroom.storage.ova.descriptor;

import java.util.List;
import java.util.Optional;

/**
 * What an OVF descriptor says, as far as images are made of it; deployment sections are left aside.
 *
 * @param name of the virtual system, or of the collection
 * @param description the annotation
 * @param architecture such as {@code ppc64le}
 * @param systemId id of the (first) virtual system: what ties the disks of one package together
 * @param systems how many virtual systems there are
 * @param files of the References section
 * @param disks those that have a file, in the order of the hardware items
 * @param notes what is odd but does no harm
 */
public record OvfDescriptor(
    Optional<String> name,
    Optional<String> description,
    Optional<String> architecture,
    Optional<OvfOperatingSystem> operatingSystem,
    Optional<String> systemId,
    int systems,
    List<OvfFile> files,
    List<OvfDisk> disks,
    List<String> notes) {
  public OvfDescriptor {
    files = List.copyOf(files);
    disks = List.copyOf(disks);
    notes = List.copyOf(notes);
  }
}
