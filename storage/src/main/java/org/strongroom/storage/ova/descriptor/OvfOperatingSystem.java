package org.strongroom.storage.ova.descriptor;

import java.util.List;
import java.util.Locale;

/**
 * The guest's operating system.
 *
 * @param id CIM_OperatingSystem.OSType: 0 unknown, 1 other, 9 AIX, 36 Linux, 79 RHEL …
 * @param description in words, may be empty
 */
public record OvfOperatingSystem(int id, String description) {
  private static final int OTHER = 1;

  /** Words that tell a system, the more special before the more general. */
  private record Known(String word, int id) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("aix", 9),
          new Known("ibmi", 11),
          new Known("ibm i", 11),
          new Known("os/400", 11),
          new Known("rhel", 79),
          new Known("red hat", 79),
          new Known("linux", 36),
          new Known("suse", 36),
          new Known("sles", 36),
          new Known("ubuntu", 36),
          new Known("debian", 36),
          new Known("fedora", 36),
          new Known("centos", 36));

  /** The system that a word such as {@code rhel} or {@code Linux} stands for. */
  public static OvfOperatingSystem named(String description) {
    String words = description.toLowerCase(Locale.ROOT);
    int id =
        KNOWN.stream()
            .filter(known -> words.contains(known.word()))
            .mapToInt(Known::id)
            .findFirst()
            .orElse(OTHER);
    return new OvfOperatingSystem(id, description);
  }
}
