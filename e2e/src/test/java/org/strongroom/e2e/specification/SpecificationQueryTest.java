package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;

/** Query Backup Storage and Query SFTP Backup Storage, with the nested fields of the table. */
class SpecificationQueryTest {
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;

  /**
   * sftp: zone east, a Linux image, tag lab1, both snapshots of disk1. local: zones east and west,
   * a Windows image, the second of the snapshots.
   */
  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    TestStorage sftp = bed.sftp("sftp");
    TestStorage local = bed.fileSystem("local");
    bed.fileSystem("bare");
    String east = bed.zone("east");
    String west = bed.zone("west");
    attach(sftp, east);
    attach(local, east);
    attach(local, west);
    Files.writeString(sources.resolve("bytes"), "some bytes");
    try (FileServer files = new FileServer(sources)) {
      image(files, "linux", "Linux", sftp);
      image(files, "windows", "Windows", local);
    }
    bed.admin()
        .post(
            "/user-tags",
            Map.of("resourceType", "BackupStorageVO", "resourceUuid", sftp.uuid(), "tag", "lab1"));
    var disks = new SpecificationDisks(bed, directory.resolve("disks"));
    String disk = disks.volume("disk1", east);
    disks.backUp(disk, "monday", sftp);
    disks.copy(disks.backUp(disk, "tuesday", sftp), local);
  }

  private static void attach(TestStorage storage, String zone) {
    bed.admin().done("POST", "/zones/" + zone + "/backup-storage/" + storage.uuid(), "");
  }

  private static void image(FileServer files, String name, String platform, TestStorage storage) {
    bed.admin()
        .post(
            "/images",
            Map.of(
                "name",
                name,
                "url",
                files.url("bytes"),
                "format",
                "raw",
                "platform",
                platform,
                "backupStorageUuids",
                List.of(storage.uuid())));
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          state=Enabled                                       | bare local sftp
          state=Disabled                                      |
          status=Connected                                    | bare local sftp
          name=sftp                                           | sftp
          name=SFTP                                           | sftp
          name!=sftp                                          | bare local
          name~=%a%                                           | bare local
          name?=sftp,bare                                     | bare sftp
          type=SftpBackupStorage                              | sftp
          hostname=127.0.0.1                                  | sftp
          availableCapacity>0                                 | bare local sftp
          zone.name=east                                      | local sftp
          zone.name=west                                      | local
          zone.name!=east                                     | local
          image.platform=Linux                                | sftp
          image.platform!=Linux                               | local
          image.name?=linux,windows                           | local sftp
          image.backupStorage.zone.name=west                  | local
          image.status=Ready                                  | local sftp
          volumeSnapshot.name=monday                          | sftp
          volumeSnapshot.name!=monday                         | local sftp
          volumeSnapshot.name?=monday,tuesday                 | local sftp
          volumeSnapshot.name=none                            |
          volumeSnapshot.size>0                               | local sftp
          volumeSnapshot.latest=false                         | sftp
          volumeSnapshot.volume.name=disk1                    | local sftp
          volumeSnapshot.tree.current=true                    | local sftp
          volumeSnapshot.backupStorageRef.status=Ready        | local sftp
          volumeSnapshot.backupStorage.zone.name=west         | local sftp
          volumeSnapshotRef.status=Ready                      | local sftp
          __userTag__=lab1                                    | sftp
          __userTag__!=lab1                                   | bare local
          description is null                                 | bare local sftp
          description not null                                |
          """)
  void finds(String condition, String names) {
    assertThat(bed.admin().query("/backup-storage", condition))
        .extracting(row -> row.get("name").asString())
        .containsExactlyInAnyOrderElementsOf(names == null ? List.of() : List.of(names.split(" ")));
  }

  @Test
  void findsSftpStoragesOnly() {
    assertThat(bed.admin().query("/backup-storage/sftp"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("sftp");
    assertThat(bed.admin().query("/backup-storage/filesystem")).hasSize(2);
  }

  @Test
  void findsTheOtherWayRound() {
    assertThat(bed.admin().query("/zones", "backupStorage.image.platform=Linux"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("east");
    assertThat(bed.admin().query("/images", "backupStorage.type=SftpBackupStorage"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("linux");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backupStorage.name=sftp                             | monday tuesday
          backupStorage.name=local                            | tuesday
          backupStorage.name=bare                             |
          backupStorage.zone.name=west                        | tuesday
          backupStorage.image.platform=Linux                  | monday tuesday
          backupStorage.type!=SftpBackupStorage               | tuesday
          backupStorageRef.installPath~=%/repository/%        | monday tuesday
          backupStorageRef.backupStorage.name=local           | tuesday
          volume.name=disk1                                   | monday tuesday
          volume.zone.name=east                               | monday tuesday
          volume.zone.name=west                               |
          tree.current=true                                   | monday tuesday
          tree.snapshot.name=monday                           | monday tuesday
          latest=true                                         | tuesday
          parentUuid is null                                  | monday
          group.uuid not null                                 |
          primaryStorage.uuid not null                        |
          """)
  void findsVolumeSnapshots(String condition, String names) {
    assertThat(bed.admin().query("/volume-snapshots", condition))
        .extracting(row -> row.get("name").asString())
        .containsExactlyInAnyOrderElementsOf(names == null ? List.of() : List.of(names.split(" ")));
  }

  @Test
  void findsWhatHasVolumeSnapshots() {
    assertThat(bed.admin().query("/zones", "backupStorage.volumeSnapshot.name=monday"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("east");
    assertThat(bed.admin().query("/volumes", "volumeSnapshot.backupStorage.name=local"))
        .extracting(row -> row.get("name").asString())
        .containsExactly("disk1");
  }

  /** As clients of ZStack unpack it: leaves with an inventory, the parent and the children. */
  @Test
  void showsTreesOfVolumeSnapshots() {
    JsonNode tree = bed.admin().query("/volume-snapshots/trees", "volume.name=disk1").get(0);
    assertThat(tree.propertyNames())
        .containsExactlyInAnyOrder(
            "uuid", "volumeUuid", "current", "tree", "createDate", "lastOpDate");
    assertThat(tree.get("current").asBoolean()).isTrue();
    JsonNode first = tree.get("tree");
    assertThat(first.at("/inventory/name").asString()).isEqualTo("monday");
    assertThat(first.has("parentUuid")).isFalse();
    assertThat(first.get("children")).hasSize(1);
    JsonNode second = first.get("children").get(0);
    assertThat(second.at("/inventory/name").asString()).isEqualTo("tuesday");
    assertThat(second.get("parentUuid")).isEqualTo(first.at("/inventory/uuid"));
    assertThat(second.at("/inventory/treeUuid")).isEqualTo(tree.get("uuid"));
    assertThat(second.at("/inventory/distance").asInt()).isEqualTo(2);
    assertThat(second.at("/inventory/backupStorageRefs")).hasSize(2);
    assertThat(second.get("children")).isEmpty();
  }

  @Test
  void sortsAndPages() {
    JsonNode page =
        bed.admin()
            .get("/backup-storage?sort=-name&start=1&limit=1&replyWithCount=true&fields=name");

    assertThat(page.get("total").asInt()).isEqualTo(3);
    assertThat(page.get("inventories")).hasSize(1);
    assertThat(page.get("inventories").get(0).toString()).isEqualTo("{\"name\":\"local\"}");
    assertThat(bed.admin().get("/backup-storage?count=true").toString()).isEqualTo("{\"total\":3}");
  }
}
