package org.strongroom.server.image.record;

import java.util.List;
import java.util.Optional;

/**
 * Images that belong together, in boot order; a single image is a group of its own.
 *
 * @param uuid of the group; empty for a single image
 */
public record ImageGroup(Optional<String> uuid, List<Member> members) {
  public ImageGroup {
    members = List.copyOf(members);
  }

  /**
   * An image of the group, as the catalog has it.
   *
   * @param format as declared or found when it was added
   * @param guestBytes what a guest sees
   * @param boot whether systems boot from it
   */
  public record Member(
      String uuid,
      String name,
      Optional<String> description,
      String format,
      long guestBytes,
      boolean boot,
      Optional<String> architecture,
      Optional<String> guestOsType,
      Optional<String> platform) {}
}
