package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.imagebackup.BackupHouse.Node;
import org.strongroom.server.imagebackup.BackupHouse.Place;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** From an image to an OVA on a real SSH server and back. */
final class ExportImportTest {
  private static final byte[] RAW = new byte[3 << 20];
  private static OpenSshServer server;
  private static byte[] qcow2;

  @TempDir private static Path shared;
  @TempDir private Path directory;
  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private BackupHouse house;
  private Place store;
  private Node node;

  @BeforeAll
  static void start() throws Exception {
    server = OpenSshServer.start();
    new Random(7).nextBytes(RAW);
    BootSector.mark(RAW);
    Files.write(shared.resolve("disk.raw"), RAW);
    Tool.run(shared, "qemu-img", "convert", "-c", "-O", "qcow2", "disk.raw", "disk.qcow2");
    qcow2 = Files.readAllBytes(shared.resolve("disk.qcow2"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    house = new BackupHouse(directory, scratch.remote() + "/strongroom");
    store = house.directoryStorage("store");
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<ImageInventory> imported(String backupUuid, String name) {
    String job =
        house.start("ImportImageBackup", Map.of("name", name, "imageBackupUuid", backupUuid));
    BackupHouse.reply(house.end(job));
    return house.imagesOf(job);
  }

  private Path file(ImageInventory image) {
    return Path.of(image.backupStorageRefs().getFirst().installPath());
  }

  @Test
  void anExportedQcow2IsReadByOtherToolsAndComesBackAsTheSameDisk() throws Exception {
    ImageInventory image =
        house.image(
            "rhel 9/ppc",
            qcow2,
            store,
            Map.of("architecture", "ppc64le", "guestOsType", "Red Hat 9", "platform", "Linux"));

    ImageBackupInventory backup = house.export("rhel 9/ppc", image.uuid());

    assertThat(backup.status()).isEqualTo("available");
    assertThat(backup.failReason()).isNull();
    assertThat(backup.path()).isEqualTo("rhel 9_ppc-" + backup.uuid() + ".ova");
    assertThat(backup.backupNodeId()).isEqualTo(node.id());
    assertThat(backup.diskCount()).isEqualTo(1);
    assertThat(backup.diskSize()).isEqualTo(RAW.length);
    Path ova = node.file(backup);
    assertThat(backup.size()).isEqualTo(Files.size(ova));
    assertThat(Tool.run(directory, "sha256sum", ova.toString())).startsWith(backup.sha256());
    assertThat(Tool.run(directory, "virt-v2v", "-i", "ova", ova.toString(), "--print-source"))
        .contains("source name: rhel 9/ppc")
        .containsPattern("disks:\\s+0\\b");
    Tool.run(directory, "tar", "xf", ova.toString());
    try (var files = Files.list(directory)) {
      Path disk = files.filter(f -> f.toString().endsWith(".img")).findFirst().orElseThrow();
      assertThat(disk).satisfies(sameBytes(RAW));
      assertThat(Tool.run(directory, "qemu-img", "info", disk.toString()))
          .contains("file format: raw");
    }
    house.assertClean(store, node.place());

    List<ImageInventory> images = imported(backup.uuid(), "back");

    assertThat(images).hasSize(1);
    ImageInventory back = images.getFirst();
    assertThat(back.name()).isEqualTo("back");
    assertThat(back.status()).isEqualTo("Ready");
    assertThat(back.mediaType()).isEqualTo("RootVolumeTemplate");
    assertThat(back.architecture()).isEqualTo("ppc64le");
    assertThat(back.guestOsType()).isEqualTo("Red Hat 9");
    assertThat(back.platform()).isEqualTo("Linux");
    assertThat(back.format()).isEqualTo("raw");
    assertThat(file(back)).satisfies(sameBytes(RAW));
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("available");
    house.assertClean(store, node.place());
  }

  @Test
  void severalDisksBecomeAGroupThatGoesOutAsOneOvaAgain() throws Exception {
    byte[] data = new byte[700_001];
    new Random(8).nextBytes(data);
    BootSector.mark(data);
    Files.write(directory.resolve("boot.img"), RAW);
    Files.write(directory.resolve("data.img"), data);
    Files.writeString(directory.resolve("two.ovf"), twoDisks(RAW.length, data.length));
    Path ova = node.place().root().resolve("two.ova");
    Tool.run(directory, "tar", "cf", ova.toString(), "two.ovf", "boot.img", "data.img");
    Tool.run(directory, "gzip", "-k", ova.toString());
    server.shellAccount().own(ova);

    var found = house.discover(node);

    assertThat(found.ovaCount()).isEqualTo(2);
    for (String uuid : found.imageBackupUuids()) {
      List<ImageInventory> images = imported(uuid, "two");
      assertThat(images).extracting(ImageInventory::name).containsExactly("two-1", "two-2");
      assertThat(images).extracting(ImageInventory::bootOrder).containsExactly(0, 1);
      assertThat(images)
          .extracting(ImageInventory::mediaType)
          .containsExactly("RootVolumeTemplate", "DataVolumeTemplate");
      assertThat(images.get(0).groupUuid()).isNotNull().isEqualTo(images.get(1).groupUuid());
      assertThat(file(images.get(0))).satisfies(sameBytes(RAW));
      assertThat(file(images.get(1))).satisfies(sameBytes(data));

      ImageBackupInventory again = house.export("again", images.get(1).uuid());
      assertThat(again.diskCount()).isEqualTo(2);
      assertThat(again.groupUuid()).isEqualTo(images.get(0).groupUuid());
      assertThat(imported(again.uuid(), "third"))
          .extracting(ImageInventory::sha256)
          .containsExactly(images.get(0).sha256(), images.get(1).sha256());
    }
    house.assertClean(store, node.place());
  }

  static String twoDisks(long boot, long data) {
    return """
    <ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
      xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
     <ovf:References><ovf:File href="data.img" id="f2" size="%d"/>
      <ovf:File href="boot.img" id="f1" size="%d"/></ovf:References>
     <ovf:DiskSection><ovf:Info/>
      <ovf:Disk capacity="%d" capacityAllocationUnits="byte" diskId="d2" fileRef="f2"/>
      <ovf:Disk capacity="%d" capacityAllocationUnits="byte" diskId="d1" fileRef="f1"/></ovf:DiskSection>
     <ovf:VirtualSystemCollection><ovf:VirtualSystem ovf:id="vs0"><ovf:Name>two</ovf:Name><ovf:Info/>
      <ovf:OperatingSystemSection ovf:id="9"><ovf:Info/><ovf:Description>AIX</ovf:Description></ovf:OperatingSystemSection>
      <ovf:VirtualHardwareSection><ovf:Info/>
       <ovf:Item><rasd:ElementName>data</rasd:ElementName><rasd:HostResource>ovf:/disk/d2</rasd:HostResource>
        <rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>17</rasd:ResourceType>
        <ns1:boot xmlns:ns1="ibmpvc">False</ns1:boot></ovf:Item>
       <ovf:Item><rasd:ElementName>boot</rasd:ElementName><rasd:HostResource>ovf:/disk/d1</rasd:HostResource>
        <rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>17</rasd:ResourceType>
        <ns1:boot xmlns:ns1="ibmpvc">True</ns1:boot></ovf:Item>
      </ovf:VirtualHardwareSection></ovf:VirtualSystem></ovf:VirtualSystemCollection>
    </ovf:Envelope>
    """
        .formatted(data, boot, data, boot);
  }

  @Test
  void theGroupIsFoundAgainByWhatLiesOnTheStorage() throws Exception {
    Files.write(directory.resolve("boot.img"), RAW);
    Files.write(directory.resolve("data.img"), RAW);
    Files.writeString(directory.resolve("two.ovf"), twoDisks(RAW.length, RAW.length));
    Path ova = node.place().root().resolve("two.ova");
    Tool.run(directory, "tar", "cf", ova.toString(), "two.ovf", "boot.img", "data.img");
    server.shellAccount().own(ova);
    String backup = house.discover(node).imageBackupUuids().getFirst();
    List<ImageInventory> images = imported(backup, "two");

    Path other = Files.createDirectories(directory.resolve("other"));
    try (var rebuilt = new BackupHouse(other, scratch.remote() + "/other")) {
      BackupHouse.reply(
          rebuilt.run(
              "AddFileSystemBackupStorage",
              Map.of(
                  "name",
                  "again",
                  "url",
                  store.root().toString(),
                  "importImages",
                  true,
                  "takeOver",
                  true)));
      assertThat(rebuilt.images())
          .extracting(ImageInventory::uuid, ImageInventory::groupUuid, ImageInventory::bootOrder)
          .containsExactlyInAnyOrder(
              tuple(images.get(0).uuid(), images.get(0).groupUuid(), 0),
              tuple(images.get(1).uuid(), images.get(0).groupUuid(), 1));
    }
  }

  @Test
  void theNodeIsChosenByHostNameAddressOrNumber() throws Exception {
    ImageInventory image = house.image("a", RAW, store, Map.of());
    for (String host : List.of(node.hostName(), server.host(), Long.toString(node.id()))) {
      ImageBackupInventory backup =
          BackupHouse.backup(
              house.run(
                  "ExportImageBackup",
                  Map.of("name", "a", "imageUuid", image.uuid(), "backupHost", host)));
      assertThat(backup.backupNodeId()).isEqualTo(node.id());
    }
    assertThat(
            BackupHouse.failure(
                house.run(
                    "ExportImageBackup",
                    Map.of("name", "a", "imageUuid", image.uuid(), "backupHost", "elsewhere"))))
        .contains("no backup node has the host name, address or number 'elsewhere'");
    house.assertClean(store, node.place());
  }
}
