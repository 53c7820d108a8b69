package org.strongroom.storage.ova.writing;

import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Writes the descriptor (DSP0243 1.x): one virtual system directly under the envelope, attributes
 * with prefix, Info first, and the elements of PowerVC's namespace {@code ibmpvc}. This is the form
 * that PowerVC's readers and virt-v2v both understand; the latter sees no disks in a collection.
 */
final class OvfWriter {
  private static final String OVF = "http://schemas.dmtf.org/ovf/envelope/1";
  private static final String RASD =
      "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData";
  private static final String PRIVATE = "ibmpvc";

  private final OvaPlan plan;
  private final List<String> files;

  private OvfWriter(OvaPlan plan, List<String> files) {
    this.plan = plan;
    this.files = files;
  }

  /**
   * @param files names of the disks' files, in their order
   */
  static byte[] write(OvaPlan plan, List<String> files) {
    try {
      return new OvfWriter(plan, files).envelope();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private byte[] envelope() throws XMLStreamException {
    var xml = new XmlWriter();
    xml.start("ovf:Envelope")
        .namespace("ovf", OVF)
        .namespace("rasd", RASD)
        .namespace("ibmpvc", PRIVATE);
    references(xml);
    disks(xml);
    system(xml);
    return xml.end().finish();
  }

  private void references(XmlWriter xml) throws XMLStreamException {
    xml.start("ovf:References");
    for (int i = 0; i < files.size(); i++) {
      xml.start("ovf:File")
          .attribute("ovf:href", files.get(i))
          .attribute("ovf:id", "file" + (i + 1))
          .attribute("ovf:size", plan.disks().get(i).size())
          .end();
    }
    xml.end();
  }

  private void disks(XmlWriter xml) throws XMLStreamException {
    xml.start("ovf:DiskSection").leaf("ovf:Info", "Disks of the image");
    for (int i = 0; i < files.size(); i++) {
      xml.start("ovf:Disk")
          .attribute("ovf:capacity", plan.disks().get(i).size())
          .attribute("ovf:capacityAllocationUnits", "byte")
          .attribute("ovf:diskId", "disk" + (i + 1))
          .attribute("ovf:fileRef", "file" + (i + 1))
          .end();
    }
    xml.end();
  }

  private void system(XmlWriter xml) throws XMLStreamException {
    xml.start("ovf:VirtualSystem")
        .attribute("ovf:id", plan.systemId())
        .leaf("ovf:Info", "An image with its disks")
        .leaf("ovf:Name", plan.name());
    if (!plan.description().isEmpty()) {
      xml.start("ovf:AnnotationSection")
          .leaf("ovf:Info", "What the image is")
          .leaf("ovf:Annotation", plan.description())
          .end();
    }
    xml.start("ovf:ProductSection").leaf("ovf:Info", "").leaf("ovf:Product", "").end();
    xml.start("ovf:OperatingSystemSection")
        .attribute("ovf:id", plan.operatingSystem().id())
        .leaf("ovf:Info", "Operating system of the guest")
        .leaf("ovf:Description", plan.operatingSystem().description());
    if (!plan.architecture().isEmpty()) {
      xml.leaf("ibmpvc:architecture", plan.architecture());
    }
    xml.end();
    hardware(xml);
    xml.end();
  }

  private void hardware(XmlWriter xml) throws XMLStreamException {
    xml.start("ovf:VirtualHardwareSection").leaf("ovf:Info", "Disks in boot order");
    for (int i = 0; i < files.size(); i++) {
      PlannedDisk disk = plan.disks().get(i);
      xml.start("ovf:Item")
          .leaf("rasd:Description", "")
          .leaf("rasd:ElementName", disk.name())
          .leaf("rasd:HostResource", "ovf:/disk/disk" + (i + 1))
          .leaf("rasd:InstanceID", i + 1)
          .leaf("rasd:ResourceType", 17)
          .leaf("ibmpvc:boot", disk.boot() ? "True" : "False")
          .end();
    }
    xml.start("ovf:Item")
        .leaf("rasd:Description", "")
        .leaf("rasd:ElementName", "1 CPU")
        .leaf("rasd:InstanceID", files.size() + 1)
        .leaf("rasd:ResourceType", 3)
        .leaf("rasd:VirtualQuantity", 1)
        .end();
    // an image knows nothing of a machine, but virt-v2v takes 1 TiB where no memory is named
    xml.start("ovf:Item")
        .leaf("rasd:AllocationUnits", "byte * 2^20")
        .leaf("rasd:Description", "")
        .leaf("rasd:ElementName", "1024 MB of memory")
        .leaf("rasd:InstanceID", files.size() + 2)
        .leaf("rasd:ResourceType", 4)
        .leaf("rasd:VirtualQuantity", 1024)
        .end();
    xml.end();
  }
}
