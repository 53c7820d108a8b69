package org.strongroom.storage.ova.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.ova.Packing;
import org.strongroom.storage.ova.archive.OvaException;

/** What is taken from descriptors of different producers. */
class OvfReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16", "windows-1252"})
  void everyEncodingThatIsDeclared(String encoding) throws OvaException {
    String text =
        "<?xml version='1.0' encoding='%s'?>\n".formatted(encoding)
            + Packing.POWERVC.replace("IMAGE", "Größe");
    assertThat(OvfReader.read(text.getBytes(Charset.forName(encoding))).name()).contains("Größe");
  }

  @Test
  void anEncodingThatIsNotKept() {
    byte[] latin = Packing.POWERVC.replace("IMAGE", "Größe").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> OvfReader.read(latin))
        .isInstanceOf(OvaException.class)
        .hasMessage("the OVF descriptor is no readable XML: not in UTF-8");
    assertThatThrownBy(
            () -> OvfReader.read("<?xml encoding='x-none'?>".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(OvaException.class)
        .hasMessage("the OVF descriptor is no readable XML: unknown encoding x-none");
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws OvaException {
    assertThat(read("\uFEFF" + Packing.POWERVC).systems()).isEqualTo(1);
  }

  @Test
  void severalSystemsAreTakenTogetherUnderTheNameOfTheirCollection() throws OvaException {
    String second =
        """
        <ovf:VirtualSystem ovf:id="vs1"><ovf:Name>OTHER</ovf:Name></ovf:VirtualSystem>
        <ovf:Info/><ovf:Name>COLLECTION\
        """;
    OvfDescriptor descriptor =
        read(Packing.POWERVC.replace("<ovf:Info/><ovf:Name>COLLECTION", second));
    assertThat(descriptor.name()).contains("COLLECTION");
    assertThat(descriptor.systems()).isEqualTo(2);
    assertThat(descriptor.systemId()).contains("vs0");
    assertThat(descriptor.notes())
        .containsExactly("2 virtual systems; their disks are taken together");
  }

  @Test
  void disksWithoutFileOrItemAreNoted() throws OvaException {
    String text =
        Packing.POWERVC
            .replace("ovf:/disk/disk1", "ovf:/disk/none")
            .replace("</ovf:DiskSection>", "<ovf:Disk diskId='d3'/></ovf:DiskSection>");
    OvfDescriptor descriptor = read(text);
    assertThat(descriptor.disks()).extracting(OvfDisk::id).containsExactly("disk2", "disk1");
    assertThat(descriptor.disks().getLast().boot()).isEqualTo(Optional.empty());
    assertThat(descriptor.notes())
        .containsExactly(
            "disk 'd3' has no file: it is empty until deployed",
            "disk 'disk1' is used by no hardware item");
  }

  @Test
  void aCapacityThatIsLeftToDeploymentIsUnknown() throws OvaException {
    OvfDescriptor descriptor =
        read(Packing.POWERVC.replace("capacity=\"20\"", "capacity=\"${size}\""));
    assertThat(descriptor.disks().getLast().capacity()).isEmpty();
    assertThat(descriptor.notes()).containsExactly("disk 'disk2' does not tell its capacity");
  }

  /** Of controllers without addresses the first one in the hardware comes first, with its disks. */
  @ParameterizedTest
  @CsvSource({"6, 6, 0", "6, 6, 7", "5, 20, 1"})
  void disksAreInTheOrderOfTheirControllers(String firstKind, String secondKind, int address)
      throws OvaException {
    String hardware =
        controller("3", firstKind)
            + controller("4", secondKind)
            + item("disk2", "4", 0)
            + item("disk1", "3", address);
    String text =
        Packing.POWERVC.replaceFirst(
            "(?s)<ovf:Item>.*</ovf:Item>", Matcher.quoteReplacement(hardware));
    assertThat(read(text).disks()).extracting(OvfDisk::id).containsExactly("disk1", "disk2");
  }

  private static String controller(String id, String kind) {
    return "<ovf:Item><rasd:InstanceID>%s</rasd:InstanceID><rasd:ResourceType>%s</rasd:ResourceType></ovf:Item>"
        .formatted(id, kind);
  }

  private static String item(String disk, String parent, int address) {
    return "<ovf:Item><rasd:AddressOnParent>%d</rasd:AddressOnParent><rasd:HostResource>ovf:/disk/%s</rasd:HostResource><rasd:Parent>%s</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></ovf:Item>"
        .formatted(address, disk, parent);
  }

  /** A guest can write any header into its raw disk, and a packed file is none. */
  @ParameterizedTest
  @CsvSource({
    "http://en.wikipedia.org/wiki/Byte, disk.img, raw",
    ", disk.img, raw",
    ", disk, raw",
    ", disk.qcow2, qcow2",
    ", disk.img.gz, ",
    ", disk.raw.xz, ",
    ", cd.iso, ",
    "http://example.org/unknown, disk.img, "
  })
  void whatADescriptorSaysOfTheFormat(String uri, String file, String format) {
    assertThat(DeclaredFormat.of(Optional.ofNullable(uri), file).map(ImageFormat::wireName))
        .isEqualTo(Optional.ofNullable(format));
  }

  private static OvfDescriptor read(String text) throws OvaException {
    return OvfReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
