package org.strongroom.storage.ova.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.ova.archive.MemberName;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * Reads an OVF descriptor (DSP0243) of whatever producer: a virtual system alone or in collections,
 * attributes with and without prefix, children in any order.
 */
public final class OvfReader {
  private final XmlElement envelope;
  private final List<XmlElement> collections = new ArrayList<>();
  private final List<XmlElement> systems = new ArrayList<>();

  private OvfReader(XmlElement envelope) {
    this.envelope = envelope;
    collect(envelope);
  }

  /**
   * @throws OvaException BAD_DESCRIPTOR, TOO_LARGE, UNSUPPORTED
   */
  public static OvfDescriptor read(byte[] xml) throws OvaException {
    XmlElement root = XmlTree.parse(xml);
    if (!root.name().equals("Envelope")) {
      throw new OvaException(
          Fault.BAD_DESCRIPTOR,
          "the OVF descriptor begins with %s instead of Envelope"
              .formatted(MemberName.shown(root.name())));
    }
    return new OvfReader(root).descriptor();
  }

  /** Virtual systems at the top and in collections, which may lie in one another. */
  private void collect(XmlElement parent) {
    systems.addAll(parent.children("VirtualSystem"));
    for (XmlElement collection : parent.children("VirtualSystemCollection")) {
      collections.add(collection);
      collect(collection);
    }
  }

  private OvfDescriptor descriptor() throws OvaException {
    List<String> notes = new ArrayList<>();
    List<OvfFile> files = OvfFiles.read(envelope);
    List<OvfDisk> disks = new OvfDisks(envelope, systems, files, notes).read();
    if (systems.size() > 1) {
      notes.add("%d virtual systems; their disks are taken together".formatted(systems.size()));
    }
    return new OvfDescriptor(
        name(),
        first(
            element -> element.child("AnnotationSection").flatMap(s -> s.childText("Annotation"))),
        firstOfSystem(section -> section.childText("architecture")),
        firstOfSystem(OvfReader::operatingSystem),
        systems.stream().findFirst().flatMap(system -> system.attribute("id")),
        systems.size(),
        files,
        disks,
        notes);
  }

  private Optional<String> name() {
    if (systems.size() == 1) {
      return first(element -> element.childText("Name"));
    }
    return collections.stream()
        .flatMap(collection -> collection.childText("Name").stream())
        .findFirst()
        .or(() -> first(element -> element.childText("Name")));
  }

  private static Optional<OvfOperatingSystem> operatingSystem(XmlElement section) {
    return section
        .attribute("id")
        .filter(id -> id.matches("\\d{1,9}"))
        .map(id ->
            new OvfOperatingSystem(
                Integer.parseInt(id), section.childText("Description").orElse("")));
  }

  /** What the first of systems, collections and envelope says. */
  private <T> Optional<T> first(java.util.function.Function<XmlElement, Optional<T>> fact) {
    List<XmlElement> all = new ArrayList<>(systems);
    all.addAll(collections);
    all.add(envelope);
    return all.stream().flatMap(element -> fact.apply(element).stream()).findFirst();
  }

  private <T> Optional<T> firstOfSystem(java.util.function.Function<XmlElement, Optional<T>> fact) {
    return systems.stream()
        .flatMap(system -> system.children("OperatingSystemSection").stream())
        .flatMap(section -> fact.apply(section).stream())
        .findFirst();
  }
}
