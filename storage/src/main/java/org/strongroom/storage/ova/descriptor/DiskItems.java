package org.strongroom.storage.ova.descriptor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hardware items of the disks of one virtual system, in the order in which a machine meets
 * them: by controller and address. A descriptor may write them in any other.
 */
final class DiskItems {
  private static final String DISK_RESOURCE = "17";

  private final Map<String, XmlElement> controllers = new LinkedHashMap<>();
  private final List<XmlElement> disks = new ArrayList<>();

  private DiskItems(XmlElement system) {
    for (XmlElement section : system.children("VirtualHardwareSection")) {
      for (XmlElement item : section.children("Item", "StorageItem")) {
        if (item.childText("ResourceType").equals(Optional.of(DISK_RESOURCE))) {
          disks.add(item);
        } else {
          item.childText("InstanceID").ifPresent(id -> controllers.putIfAbsent(id, item));
        }
      }
    }
  }

  /** As they are written, unless all of them tell their address. */
  static List<XmlElement> of(XmlElement system) {
    return new DiskItems(system).ordered();
  }

  private List<XmlElement> ordered() {
    if (disks.stream().anyMatch(disk -> number(disk, "AddressOnParent").isEmpty())) {
      return disks;
    }
    List<String> kinds =
        Stream.concat(
                controllers.values().stream().map(DiskItems::resourceType),
                disks.stream().map(this::kind))
            .distinct()
            .toList();
    List<String> parents =
        Stream.concat(controllers.keySet().stream(), disks.stream().map(DiskItems::parent))
            .distinct()
            .toList();
    return disks.stream()
        .sorted(
            Comparator.<XmlElement>comparingInt(disk -> kinds.indexOf(kind(disk)))
                .thenComparingLong(this::controllerAddress)
                .thenComparingInt(disk -> parents.indexOf(parent(disk)))
                .thenComparingLong(disk -> number(disk, "AddressOnParent").orElse(0L)))
        .toList();
  }

  private static String parent(XmlElement disk) {
    return disk.childText("Parent").orElse("");
  }

  private Optional<XmlElement> controller(XmlElement disk) {
    return Optional.ofNullable(controllers.get(parent(disk)));
  }

  /** Of the controller: which kind comes first, addresses do not tell, but the hardware's order. */
  private String kind(XmlElement disk) {
    return controller(disk).map(DiskItems::resourceType).orElse("");
  }

  private static String resourceType(XmlElement item) {
    return item.childText("ResourceType").orElse("");
  }

  private long controllerAddress(XmlElement disk) {
    return controller(disk).flatMap(found -> number(found, "Address")).orElse(0L);
  }

  private static Optional<Long> number(XmlElement item, String child) {
    return item.childText(child).filter(text -> text.matches("\\d{1,9}")).map(Long::valueOf);
  }
}
