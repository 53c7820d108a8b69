package org.strongroom.storage.ova.writing;

import java.time.Instant;
import java.util.List;
import org.strongroom.storage.ova.descriptor.OvfDescriptor;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;

/**
 * What an OVA will be made of.
 *
 * @param name of the image, any Unicode; also makes the names of the files
 * @param description may be empty
 * @param architecture such as {@code ppc64le} or {@code x86_64}; may be empty
 * @param systemId ties the disks together: read back as {@link OvfDescriptor#systemId()}
 * @param disks in boot order, at least one
 * @param modified time of all members; equal plans and bytes make equal archives
 */
public record OvaPlan(
    String name,
    String description,
    String architecture,
    OvfOperatingSystem operatingSystem,
    String systemId,
    List<PlannedDisk> disks,
    Instant modified) {
  public OvaPlan {
    disks = List.copyOf(disks);
    if (disks.isEmpty()) {
      throw new IllegalArgumentException("an OVA without disks");
    }
  }
}
