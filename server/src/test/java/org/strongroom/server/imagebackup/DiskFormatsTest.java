package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** Images of all formats, as they are added, exported and imported. */
class DiskFormatsTest {
  private static final int SIZE = 4 << 20;
  private static OpenSshServer server;
  private static final byte[] RAW = new byte[SIZE];

  @TempDir private Path directory;
  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private BackupHouse house;
  private BackupHouse.Place store;

  @BeforeAll
  static void start() throws Exception {
    server = OpenSshServer.start();
    byte[] some = new byte[300_000];
    new Random(7).nextBytes(some);
    BootSector.mark(some);
    System.arraycopy(some, 0, RAW, 1_000_001, some.length);
    RAW[510] = 0x55;
    RAW[511] = (byte) 0xaa;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    house = new BackupHouse(directory, scratch.remote() + "/strongroom");
    store = house.directoryStorage("store");
    Files.write(directory.resolve("disk.raw"), RAW);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private byte[] converted(String format, String options) throws Exception {
    Tool.run(
        directory,
        "qemu-img",
        "convert",
        "-f",
        "raw",
        "-O",
        format,
        "-o",
        options,
        "disk.raw",
        "disk");
    return Files.readAllBytes(directory.resolve("disk"));
  }

  @ParameterizedTest
  @CsvSource({
    "vmdk, vmdk, subformat=monolithicSparse",
    "vmdk, vmdk, subformat=streamOptimized",
    "vhd, vpc, 'subformat=dynamic,force_size=on'",
    "vhd, vpc, 'subformat=fixed,force_size=on'",
    "vhdx, vhdx, subformat=dynamic",
    "vdi, vdi, static=off",
    "qcow2, qcow2, extended_l2=on"
  })
  void everyFormatIsAddedWithTheSizeOfItsDiskAndExported(String told, String qemu, String options)
      throws Exception {
    BackupHouse.Node node = node();

    ImageInventory image = house.image("disk", converted(qemu, options), store, Map.of());
    ImageBackupInventory backup = house.export("disk", image.uuid());

    assertThat(image.format()).isEqualTo(told);
    assertThat(image.size()).isEqualTo(SIZE);
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Tool.run(unpacked, "tar", "xf", node.file(backup).toString());
    try (var files = Files.list(unpacked)) {
      Path disk = files.filter(f -> f.toString().endsWith(".img")).findFirst().orElseThrow();
      assertThat(disk).satisfies(sameBytes(RAW));
    }
    house.assertClean(store, node.place());
  }

  private BackupHouse.Node node() {
    return house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
  }

  @Test
  void aRawDiskIsExportedAsItIsWhateverItsGuestWroteFirst() throws Exception {
    BackupHouse.Node node = node();
    Tool.run(
        directory,
        "qemu-img",
        "create",
        "-f",
        "qcow2",
        "-F",
        "raw",
        "-b",
        "/etc/hostname",
        "-u",
        "guest",
        "1M");
    byte[] guest = Files.readAllBytes(directory.resolve("guest"));

    ImageInventory image = house.image("disk", guest, store, Map.of("format", "raw"));
    ImageBackupInventory backup = house.export("disk", image.uuid());

    assertThat(backup.diskSize()).isEqualTo(guest.length);
    String job =
        house.start("ImportImageBackup", Map.of("name", "back", "imageBackupUuid", backup.uuid()));
    BackupHouse.reply(house.end(job));
    ImageInventory back = house.imagesOf(job).getFirst();
    assertThat(back.format()).isEqualTo("raw");
    assertThat(Path.of(back.backupStorageRefs().getFirst().installPath()))
        .satisfies(sameBytes(guest));
  }

  /** An OVA with one disk, discovered on a node. */
  private String ova(BackupHouse.Node node, String file, byte[] disk, String attributes)
      throws Exception {
    Files.write(directory.resolve(file), disk);
    return ova(node, file, "", attributes, file);
  }

  /** An OVA with one disk whose file in the descriptor need not be called as the members are. */
  private String ova(
      BackupHouse.Node node, String href, String ofFile, String ofDisk, String... members)
      throws Exception {
    return pack(
        node,
        "<File ovf:id=\"f1\" ovf:href=\"%s\" %s/>".formatted(href, ofFile),
        "<Disk ovf:diskId=\"d1\" ovf:fileRef=\"f1\" %s/>".formatted(ofDisk),
        "",
        members);
  }

  private String pack(
      BackupHouse.Node node, String files, String disks, String hardware, String... members)
      throws Exception {
    Files.writeString(
        directory.resolve("vm.ovf"),
        """
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
         <References>%s</References><DiskSection><Info/>%s</DiskSection>
         <VirtualSystem ovf:id="vm"><Info/><Name>vm</Name>
          <VirtualHardwareSection><Info/>%s</VirtualHardwareSection></VirtualSystem>
        </Envelope>
        """
            .formatted(files, disks, hardware));
    Path ova = node.place().root().resolve("vm.ova");
    var command = new ArrayList<>(List.of("tar", "cf", ova.toString(), "vm.ovf"));
    command.addAll(List.of(members));
    Tool.run(directory, command.toArray(String[]::new));
    server.shellAccount().own(ova);
    return house.discover(node).imageBackupUuids().getFirst();
  }

  private static byte[] gzipped(byte[] bytes) throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static Path file(ImageInventory image) {
    return Path.of(image.backupStorageRefs().getFirst().installPath());
  }

  private String startImport(String backup) {
    return house.start("ImportImageBackup", Map.of("name", "in", "imageBackupUuid", backup));
  }

  private ImageInventory imported(String backup) {
    String job = startImport(backup);
    BackupHouse.reply(house.end(job));
    return house.imagesOf(job).getFirst();
  }

  @Test
  void aForeignDiskInAnOvaIsWhatItIs() throws Exception {
    BackupHouse.Node node = node();
    byte[] vhd = converted("vpc", "subformat=dynamic,force_size=on");
    String format = "ovf:format=\"http://www.microsoft.com/vhdspec.mspx?id=1\"";

    ImageInventory image =
        imported(ova(node, "d.vhd", vhd, "ovf:capacity=\"%d\" ".formatted(SIZE) + format));

    assertThat(image.format()).isEqualTo("vhd");
    assertThat(image.size()).isEqualTo(SIZE);
    house.assertClean(store, node.place());
  }

  @Test
  void aRawDiskThatIsLongerThanItsFileEndsInZeros() throws Exception {
    BackupHouse.Node node = node();

    ImageInventory image =
        imported(ova(node, "v.img", RAW, "ovf:capacity=\"%d\"".formatted(2 * SIZE)));

    assertThat(image.size()).isEqualTo(2 * SIZE);
    assertThat(Path.of(image.backupStorageRefs().getFirst().installPath()))
        .satisfies(sameBytes(Arrays.copyOf(RAW, 2 * SIZE)));
    house.assertClean(store, node.place());
  }

  @Test
  void anOvaWithACutDiskIsBroken() throws Exception {
    BackupHouse.Node node = node();
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    String backup =
        ova(node, "d.vmdk", Arrays.copyOf(vmdk, vmdk.length / 2), "ovf:capacity=\"4194304\"");

    var failed = (JobOutcome.Failed) house.end(startImport(backup));

    assertThat(failed.error().toString()).contains("the vmdk image is");
    assertThat(house.backup(backup).status()).isEqualTo("error");
    house.assertClean(store, node.place());
  }

  @Test
  void aDiskThatIsCompressedInsideOfItsOvaIsExpanded() throws Exception {
    BackupHouse.Node node = node();
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    Files.write(directory.resolve("d.vmdk.gz"), gzipped(vmdk));

    ImageInventory image =
        imported(ova(node, "d.vmdk.gz", "ovf:compression=\"gzip\"", "", "d.vmdk.gz"));

    assertThat(image.format()).isEqualTo("vmdk");
    assertThat(image.size()).isEqualTo(SIZE);
    assertThat(file(image)).satisfies(sameBytes(vmdk));
    house.assertClean(store, node.place());
  }

  @Test
  void aCompressedRawDiskThatIsLongerThanItsFileEndsInZeros() throws Exception {
    BackupHouse.Node node = node();
    Files.write(directory.resolve("v.img.gz"), gzipped(RAW));
    String capacity = "ovf:capacity=\"%d\"".formatted(2 * SIZE);

    ImageInventory image =
        imported(ova(node, "v.img.gz", "ovf:compression=\"gzip\"", capacity, "v.img.gz"));

    assertThat(image.format()).isEqualTo("raw");
    assertThat(file(image)).satisfies(sameBytes(Arrays.copyOf(RAW, 2 * SIZE)));
    house.assertClean(store, node.place());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v.img.gz | ovf:compression=\"gzip\" | ovf:capacity=\"4194303\" | more than the 4194303",
        "v.img.gz | ovf:compression=\"bzip2\" | '' | is compressed by bzip2, but it is not",
        "cut.gz | ovf:compression=\"gzip\" | '' | the gzip file is cut off",
        "v.img | ovf:compression=\"gzip\" | '' | is compressed by gzip, but it is not",
        "d.vmdk.gz | '' | ovf:format=\"x/vmdk.html\" | gzip"
      })
  void aCompressedDiskThatIsNotWhatItSaysIsBroken(
      String href, String ofFile, String ofDisk, String reason) throws Exception {
    BackupHouse.Node node = node();
    byte[] packed = gzipped(RAW);
    Files.write(directory.resolve("v.img"), RAW);
    Files.write(directory.resolve("v.img.gz"), packed);
    Files.write(directory.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));
    Files.write(
        directory.resolve("d.vmdk.gz"), gzipped(converted("vmdk", "subformat=streamOptimized")));
    String backup = ova(node, href, ofFile, ofDisk, href);

    var failed = (JobOutcome.Failed) house.end(startImport(backup));

    assertThat(failed.error().toString()).contains(reason);
    assertThat(house.backup(backup).status()).isEqualTo("error");
    house.assertClean(store, node.place());
  }

  @Test
  void theChunksOfADiskAreJoined() throws Exception {
    BackupHouse.Node node = node();
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    int half = vmdk.length / 2 + 1;
    Files.write(directory.resolve("d.vmdk.000000000"), Arrays.copyOf(vmdk, half));
    Files.write(directory.resolve("d.vmdk.000000001"), Arrays.copyOfRange(vmdk, half, vmdk.length));
    String chunks = "ovf:size=\"%d\" ovf:chunkSize=\"%d\"".formatted(vmdk.length, half);

    ImageInventory image =
        imported(ova(node, "d.vmdk", chunks, "", "d.vmdk.000000001", "d.vmdk.000000000"));

    assertThat(image.format()).isEqualTo("vmdk");
    assertThat(file(image)).satisfies(sameBytes(vmdk));
    house.assertClean(store, node.place());
  }

  @ParameterizedTest
  @CsvSource({"4, MB", "8192, blocks", "many, byte"})
  void theCapacityOfADiskThatTellsItItselfIsNotNeeded(String capacity, String units)
      throws Exception {
    BackupHouse.Node node = node();
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    String attributes =
        "ovf:capacity=\"%s\" ovf:capacityAllocationUnits=\"%s\"".formatted(capacity, units);

    assertThat(imported(ova(node, "d.vmdk", vmdk, attributes)).size()).isEqualTo(SIZE);
  }

  private static String item(String disk, String parent, int address) {
    return """
    <Item><rasd:AddressOnParent>%d</rasd:AddressOnParent>
     <rasd:HostResource>ovf:/disk/%s</rasd:HostResource><rasd:Parent>%s</rasd:Parent>
     <rasd:ResourceType>17</rasd:ResourceType></Item>
    """
        .formatted(address, disk, parent);
  }

  private static String controller(String id, int address) {
    return """
    <Item><rasd:Address>%d</rasd:Address><rasd:InstanceID>%s</rasd:InstanceID>
     <rasd:ResourceType>6</rasd:ResourceType></Item>
    """
        .formatted(address, id);
  }

  static Stream<String> hardware() {
    return Stream.of(
        item("data", "", 1) + item("boot", "", 0),
        controller("3", 0) + item("data", "3", 15) + item("boot", "3", 2),
        item("data", "4", 0) + item("boot", "3", 7) + controller("4", 1) + controller("3", 0));
  }

  @ParameterizedTest
  @MethodSource("hardware")
  void theDiskThatBootsIsTheOneWithTheFirstAddress(String hardware) throws Exception {
    BackupHouse.Node node = node();
    Files.write(directory.resolve("boot.img"), RAW);
    Files.write(directory.resolve("data.img"), new byte[SIZE]);
    String backup =
        pack(
            node,
            "<File ovf:id=\"f1\" ovf:href=\"boot.img\"/><File ovf:id=\"f2\""
                + " ovf:href=\"data.img\"/>",
            "<Disk ovf:diskId=\"boot\" ovf:fileRef=\"f1\"/><Disk ovf:diskId=\"data\""
                + " ovf:fileRef=\"f2\"/>",
            hardware,
            "boot.img",
            "data.img");

    ImageInventory root = imported(backup);

    assertThat(root.mediaType()).isEqualTo("RootVolumeTemplate");
    assertThat(file(root)).satisfies(sameBytes(RAW));
    house.assertClean(store, node.place());
  }

  @Test
  void anOvaWithoutManifestSaysThatItsBytesCouldNotBeVerified() throws Exception {
    BackupHouse.Node node = node();
    String backup = ova(node, "v.img", RAW, "");

    assertThat(house.backup(backup).status()).isEqualTo("available");
    assertThat(house.backup(backup).failReason()).contains("no manifest").contains("verified");
    imported(backup);
    assertThat(house.backup(backup).status()).isEqualTo("available");
    assertThat(house.backup(backup).failReason()).contains("no manifest").contains("verified");
  }

  @Test
  void anOvaOfVmwareIsVerifiedAndExportedAgain() throws Exception {
    BackupHouse.Node node = node();
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    Files.write(directory.resolve("d.vmdk"), vmdk);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(vmdk));
    Files.writeString(directory.resolve("vm.mf"), "SHA2-256(d.vmdk)= %s\n".formatted(sha256));
    String backup =
        ova(node, "d.vmdk", "", "ovf:capacity=\"%d\"".formatted(SIZE), "vm.mf", "d.vmdk");
    assertThat(house.backup(backup).failReason()).isNull();

    ImageBackupInventory again = house.export("again", imported(backup).uuid());

    assertThat(house.backup(backup).failReason()).isNull();
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Tool.run(unpacked, "tar", "xf", node.file(again).toString());
    try (var files = Files.list(unpacked)) {
      Path disk = files.filter(f -> f.toString().endsWith(".img")).findFirst().orElseThrow();
      assertThat(disk).satisfies(sameBytes(RAW));
    }
  }
}
