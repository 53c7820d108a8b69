package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.job.JobOutcome;
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
    BackupHouse.Node node =
        house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));

    ImageInventory image = house.image("disk", converted(qemu, options), store, Map.of());
    ImageBackupInventory backup = house.export("disk", image.uuid());

    assertThat(image.format()).isEqualTo(told);
    assertThat(image.size()).isEqualTo(SIZE);
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Tool.run(unpacked, "tar", "xf", node.file(backup).toString());
    try (var files = Files.list(unpacked)) {
      Path disk = files.filter(f -> f.toString().endsWith(".img")).findFirst().orElseThrow();
      assertThat(disk).hasBinaryContent(RAW);
    }
    house.assertClean(store, node.place());
  }

  @Test
  void aRawDiskIsExportedAsItIsWhateverItsGuestWroteFirst() throws Exception {
    BackupHouse.Node node =
        house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
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
    assertThat(Path.of(back.backupStorageRefs().getFirst().installPath())).hasBinaryContent(guest);
  }

  /** An OVA with one disk, discovered on a node. */
  private String ova(BackupHouse.Node node, String file, byte[] disk, String attributes)
      throws Exception {
    Files.write(directory.resolve(file), disk);
    Files.writeString(
        directory.resolve("vm.ovf"),
        """
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
         <References><File ovf:id="f1" ovf:href="%s"/></References>
         <DiskSection><Info/><Disk ovf:diskId="d1" ovf:fileRef="f1" %s/></DiskSection>
         <VirtualSystem ovf:id="vm"><Info/><Name>vm</Name></VirtualSystem>
        </Envelope>
        """
            .formatted(file, attributes));
    Path ova = node.place().root().resolve("vm.ova");
    Tool.run(directory, "tar", "cf", ova.toString(), "vm.ovf", file);
    server.shellAccount().own(ova);
    return house.discover(node).imageBackupUuids().getFirst();
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
    BackupHouse.Node node =
        house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
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
    BackupHouse.Node node =
        house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));

    ImageInventory image =
        imported(ova(node, "v.img", RAW, "ovf:capacity=\"%d\"".formatted(2 * SIZE)));

    assertThat(image.size()).isEqualTo(2 * SIZE);
    assertThat(Path.of(image.backupStorageRefs().getFirst().installPath()))
        .hasBinaryContent(Arrays.copyOf(RAW, 2 * SIZE));
    house.assertClean(store, node.place());
  }

  @Test
  void anOvaWithACutDiskIsBroken() throws Exception {
    BackupHouse.Node node =
        house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    byte[] vmdk = converted("vmdk", "subformat=streamOptimized");
    String backup =
        ova(node, "d.vmdk", Arrays.copyOf(vmdk, vmdk.length / 2), "ovf:capacity=\"4194304\"");

    var failed = (JobOutcome.Failed) house.end(startImport(backup));

    assertThat(failed.error().toString()).contains("the vmdk image is");
    assertThat(house.backup(backup).status()).isEqualTo("error");
    house.assertClean(store, node.place());
  }
}
