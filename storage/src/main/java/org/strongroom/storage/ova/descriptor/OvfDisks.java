package org.strongroom.storage.ova.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** The Disk section of a descriptor, joined with the hardware items that use the disks. */
final class OvfDisks {
  private final XmlElement envelope;
  private final List<XmlElement> systems;
  private final Map<String, OvfFile> files = new LinkedHashMap<>();
  private final List<String> notes;

  OvfDisks(XmlElement envelope, List<XmlElement> systems, List<OvfFile> files, List<String> notes) {
    this.envelope = envelope;
    this.systems = systems;
    files.forEach(file -> this.files.put(file.id(), file));
    this.notes = notes;
  }

  /** Those with a file, in the order of the hardware items; unused ones behind. */
  List<OvfDisk> read() throws OvaException {
    Map<String, XmlElement> waiting = declared();
    List<OvfDisk> disks = new ArrayList<>();
    for (XmlElement item : items()) {
      String diskId = MemberName.last(item.childText("HostResource").orElse(""));
      XmlElement disk = waiting.remove(diskId);
      if (disk != null) {
        disks.add(disk(diskId, disk, Optional.of(item)));
      }
    }
    for (var unused : waiting.entrySet()) {
      notes.add("disk %s is used by no hardware item".formatted(MemberName.shown(unused.getKey())));
      disks.add(disk(unused.getKey(), unused.getValue(), Optional.empty()));
    }
    checkFilesAreUsedOnce(disks);
    return disks;
  }

  private Map<String, XmlElement> declared() throws OvaException {
    Map<String, XmlElement> declared = new LinkedHashMap<>();
    for (XmlElement section : envelope.children("DiskSection")) {
      for (XmlElement disk : section.children("Disk")) {
        String id = disk.attribute("diskId").orElseThrow(() -> bad("a disk has no diskId"));
        String shown = MemberName.shown(id);
        if (disk.attribute("parentRef").isPresent()) {
          throw new OvaException(
              Fault.UNSUPPORTED, "disk %s builds on another disk; flatten it".formatted(shown));
        }
        if (disk.attribute("fileRef").isEmpty()) {
          notes.add("disk %s has no file: it is empty until deployed".formatted(shown));
        } else if (declared.put(id, disk) != null) {
          throw bad("two disks have the id " + shown);
        }
      }
    }
    return declared;
  }

  private List<XmlElement> items() {
    return systems.stream().flatMap(system -> DiskItems.of(system).stream()).toList();
  }

  private OvfDisk disk(String id, XmlElement disk, Optional<XmlElement> item) throws OvaException {
    String shown = MemberName.shown(id);
    String fileId = disk.attribute("fileRef").orElse("");
    OvfFile file = files.get(fileId);
    if (file == null) {
      throw bad(
          "disk %s refers to file %s, which is not in the References"
              .formatted(shown, MemberName.shown(fileId)));
    }
    return new OvfDisk(
        id,
        fileId,
        item.flatMap(found -> found.childText("ElementName")).orElse(id),
        capacity(disk, file, shown),
        disk.attribute("format"),
        item.flatMap(found -> found.childText("boot")).map("true"::equalsIgnoreCase));
  }

  /** Only a raw file needs it: any other tells the size of its disk itself. */
  private OptionalLong capacity(XmlElement disk, OvfFile file, String shown) throws OvaException {
    Optional<String> capacity = disk.attribute("capacity");
    if (capacity.isEmpty() || capacity.get().startsWith("${")) {
      notes.add("disk %s does not tell its capacity".formatted(shown));
      return OptionalLong.empty();
    }
    String units = disk.attribute("capacityAllocationUnits").orElse("byte");
    Optional<Long> bytes = CapacityUnits.bytes(capacity.get(), units);
    if (bytes.isPresent()) {
      return OptionalLong.of(bytes.get());
    }
    String what =
        "the capacity of disk %s, %s in units of %s, is no size"
            .formatted(shown, MemberName.shown(capacity.get()), MemberName.shown(units));
    if (DeclaredFormat.isRaw(disk.attribute("format"), file.expandedName())) {
      throw bad(what);
    }
    notes.add(what);
    return OptionalLong.empty();
  }

  private void checkFilesAreUsedOnce(List<OvfDisk> disks) throws OvaException {
    Set<String> used = new HashSet<>();
    for (OvfDisk disk : disks) {
      if (!used.add(disk.fileId())) {
        throw bad("two disks use the file %s".formatted(MemberName.shown(disk.fileId())));
      }
    }
  }

  private static OvaException bad(String what) {
    return new OvaException(Fault.BAD_DESCRIPTOR, "the OVF descriptor is wrong: " + what);
  }
}
