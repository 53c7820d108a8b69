package org.strongroom.storage.ova.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  private static OvfDescriptor read(String text) throws OvaException {
    return OvfReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
