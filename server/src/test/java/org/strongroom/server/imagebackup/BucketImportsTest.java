package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.job.JobOutcome;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects of buckets that become images. */
final class BucketImportsTest extends BucketBackupsBed {
  @Test
  void anObjectIsImportedWithoutStaging() throws Exception {
    ImageBackupInventory backup = house.export("b", image.uuid());
    String object = String.valueOf(backup.objectName());
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    assertThat(house.backup(backup.uuid()).backupStorageUuid()).isNull();

    String job =
        house.start(
            "ImportImageBackup",
            Map.of("name", "again", "bucketUuid", bucket.uuid(), "objectName", object));
    assertThat(BackupHouse.backup(house.end(job)).uuid()).isEqualTo(backup.uuid());
    assertThat(house.imagesOf(job))
        .extracting(ImageInventory::sha256)
        .containsExactly(image.sha256());
    house.assertClean(store);
  }

  @Test
  void anObjectThatIsNoOvaLeavesAnImageBackupThatSaysSo() {
    try (S3Client client = s3.client()) {
      client.putObject(
          request -> request.bucket(bucketName).key("x.ova"), RequestBody.fromString("no archive"));
    }
    for (String object : List.of("x.ova", "missing.ova")) {
      String reason =
          BackupHouse.failure(
              house.run(
                  "ImportImageBackup",
                  Map.of("name", "n", "bucketUuid", bucket.uuid(), "objectName", object)));
      ImageBackupInventory backup =
          house.backups().stream()
              .filter(one -> object.equals(one.objectName()))
              .findFirst()
              .orElseThrow();
      assertThat(backup.status()).isEqualTo("error");
      assertThat(backup.failReason()).isEqualTo(reason);
    }
    assertThat(house.images()).hasSize(1);
    house.assertClean(store, node.place());
  }

  /** Puts an OVA into the bucket whose descriptor comes last, and imports it. */
  private JobOutcome importedWithItsDescriptorLast(String manifestLine, boolean gzip)
      throws Exception {
    byte[] disk = Arrays.copyOf(RAW, 3_000_000);
    Files.write(directory.resolve("v.img.000000000"), Arrays.copyOf(disk, 2_000_000));
    Files.write(
        directory.resolve("v.img.000000001"), Arrays.copyOfRange(disk, 2_000_000, disk.length));
    Files.writeString(
        directory.resolve("vm.ovf"),
        """
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
         <References><File ovf:id="f1" ovf:href="v.img" ovf:chunkSize="2000000"/></References>
         <DiskSection><Info/><Disk ovf:diskId="d1" ovf:fileRef="f1"/></DiskSection>
         <VirtualSystem ovf:id="vm"><Info/><Name>vm</Name></VirtualSystem>
        </Envelope>
        """);
    Files.writeString(directory.resolve("vm.mf"), manifestLine);
    Tool.run(
        directory,
        "tar",
        gzip ? "czf" : "cf",
        "late.ova",
        "v.img.000000000",
        "v.img.000000001",
        "vm.mf",
        "vm.ovf");
    try (S3Client client = s3.client()) {
      client.putObject(
          request -> request.bucket(bucketName).key("late.ova"),
          RequestBody.fromFile(directory.resolve("late.ova")));
    }
    String job =
        house.start(
            "ImportImageBackup",
            Map.of("name", "late", "bucketUuid", bucket.uuid(), "objectName", "late.ova"));
    JobOutcome outcome = house.end(job);
    if (outcome instanceof JobOutcome.Succeeded) {
      ImageInventory imported = house.imagesOf(job).getFirst();
      assertThat(Path.of(imported.backupStorageRefs().getFirst().installPath()))
          .satisfies(sameBytes(disk));
    }
    return outcome;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anObjectWhoseDescriptorComesLastIsImportedAndVerified(boolean gzip) throws Exception {
    String good = sha256Line("v.img.000000001", Arrays.copyOfRange(RAW, 2_000_000, 3_000_000));

    ImageBackupInventory backup = BackupHouse.backup(importedWithItsDescriptorLast(good, gzip));

    assertThat(backup.status()).isEqualTo("available");
    assertThat(backup.failReason()).contains("manifest does not name 'v.img.000000000'");
    house.assertClean(store, node.place());
  }

  @Test
  void anObjectWhoseDescriptorComesLastAndThatIsDamagedIsRefused() throws Exception {
    String other = sha256Line("v.img.000000001", new byte[1_000_000]);

    JobOutcome outcome = importedWithItsDescriptorLast(other, false);

    assertThat(BackupHouse.failure(outcome)).contains("v.img.000000001");
    house.assertClean(store, node.place());
  }

  /** As VMware cuts disks; one pass is not enough to read them. */
  @Test
  void aDiskInSeveralFilesBecomesOneImage() throws Exception {
    byte[] disk = RAW;
    Files.write(directory.resolve("v-f001.vmdk"), Arrays.copyOf(disk, 2 << 20));
    Files.write(directory.resolve("v-f002.vmdk"), Arrays.copyOfRange(disk, 2 << 20, disk.length));
    String parts =
        """
        # Disk DescriptorFile
        version=1
        createType="twoGbMaxExtentFlat"
        RW 4096 FLAT "v-f001.vmdk" 0
        RW 2048 FLAT "v-f002.vmdk" 0
        """;
    Files.writeString(directory.resolve("v.vmdk"), parts);
    Files.writeString(
        directory.resolve("vm.ovf"),
        """
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1">
         <References><File id="f1" href="v.vmdk" size="%d"/></References>
         <DiskSection><Info/><Disk diskId="d1" fileRef="f1"/></DiskSection>
         <VirtualSystem id="vm"><Info/><Name>vm</Name></VirtualSystem>
        </Envelope>
        """
            .formatted(parts.length()));
    Tool.run(directory, "tar", "cf", "s.ova", "vm.ovf", "v.vmdk", "v-f001.vmdk", "v-f002.vmdk");
    try (S3Client client = s3.client()) {
      client.putObject(
          request -> request.bucket(bucketName).key("s.ova"),
          RequestBody.fromFile(directory.resolve("s.ova")));
    }

    String job =
        house.start(
            "ImportImageBackup",
            Map.of("name", "split", "bucketUuid", bucket.uuid(), "objectName", "s.ova"));

    assertThat(BackupHouse.backup(house.end(job)).status()).isEqualTo("available");
    ImageInventory imported = house.imagesOf(job).getFirst();
    assertThat(imported.format()).isEqualTo("qcow2");
    Path raw = directory.resolve("split.raw");
    Tool.run(
        directory,
        "qemu-img",
        "convert",
        "-O",
        "raw",
        imported.backupStorageRefs().getFirst().installPath(),
        raw.toString());
    assertThat(raw).satisfies(sameBytes(disk));
    house.assertClean(store, node.place());
  }

  private static String sha256Line(String name, byte[] bytes) throws Exception {
    return "SHA256(%s)= %s\n"
        .formatted(
            name,
            java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes)));
  }
}
