package org.strongroom.server.imagebackup.record;

import java.util.List;
import java.util.Optional;
import org.strongroom.api.ShortText;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.storage.ova.OvaContents;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;

/**
 * What is in an OVA, as far as images are made of it.
 *
 * @param description may be empty; no longer than an image's can be, as thousands are held at once
 * @param systemId what ties its disks together
 * @param disks in boot order
 * @param doubt why its bytes can not be verified, if that is known to be so
 */
public record OvaSummary(
    String name,
    String description,
    Optional<String> architecture,
    Optional<String> guestOsType,
    Optional<String> platform,
    Optional<String> systemId,
    List<SourceDisk> disks,
    Optional<String> doubt) {
  private static final int MOST_NAME = 255;
  private static final int MOST_DESCRIPTION = 2048;
  private static final int MOST_ARCHITECTURE = 64;

  /**
   * A disk.
   *
   * @param boot whether it is in the boot set
   * @param bytes of its file, as far as they are known before it comes
   */
  public record SourceDisk(boolean boot, long bytes) {}

  public static OvaSummary of(OvaContents contents) {
    return of(
        contents.name(),
        contents.description(),
        contents.architecture(),
        contents.operatingSystem(),
        contents.descriptor().systemId(),
        contents.disks().stream()
            .map(disk -> new SourceDisk(disk.boot(), disk.imageBytes().orElse(disk.file().size())))
            .toList(),
        contents.doubt());
  }

  public static OvaSummary of(
      String name,
      String description,
      Optional<String> architecture,
      Optional<OvfOperatingSystem> system,
      Optional<String> systemId,
      List<SourceDisk> disks,
      Optional<String> doubt) {
    Optional<OvfOperatingSystem> told =
        system.filter(os -> !os.description().isBlank() || os.id() > 1);
    return new OvaSummary(
        cut(name.isBlank() ? "ova" : name, MOST_NAME),
        cut(description, MOST_DESCRIPTION),
        architecture.filter(text -> !text.isBlank()).map(text -> cut(text, MOST_ARCHITECTURE)),
        told.map(OvfOperatingSystem::description)
            .filter(text -> !text.isBlank())
            .map(text -> cut(text, MOST_NAME)),
        told.map(OvaSummary::platform),
        systemId.map(id -> cut(id, MOST_NAME)),
        disks,
        doubt);
  }

  /** The family in the words of images; by CIM_OperatingSystem.OSType and by what it is called. */
  private static String platform(OvfOperatingSystem system) {
    String words = system.description().toLowerCase(java.util.Locale.ROOT);
    if (words.contains("windows")) {
      return "Windows";
    }
    OvfOperatingSystem named = OvfOperatingSystem.named(system.description());
    boolean linux = isLinux(system.id()) || isLinux(named.id());
    return linux ? "Linux" : "Other";
  }

  private static boolean isLinux(int id) {
    return id == 36 || (id >= 79 && id <= 101);
  }

  public static String cut(String text, int most) {
    return ShortText.cut(text, most);
  }

  public long diskBytes() {
    return disks.stream().mapToLong(SourceDisk::bytes).reduce(0, Bytes::plus);
  }
}
