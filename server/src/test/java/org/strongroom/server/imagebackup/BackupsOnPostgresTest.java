package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.imagebackup.BackupHouse.Node;
import org.strongroom.server.imagebackup.BackupHouse.Place;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.EmbeddedPostgresDatabase;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;

/** What PostgreSQL makes of it, where transactions run at the same time. */
final class BackupsOnPostgresTest {
  private static final byte[] RAW = new byte[300_000];

  @TempDir private Path directory;

  @Test
  void manyAtOnceAgreeOnEveryFileAndEveryByte() throws Exception {
    new Random(4).nextBytes(RAW);
    BootSector.mark(RAW);
    try (var server = OpenSshServer.start();
        var postgres = EmbeddedPostgresDatabase.create()) {
      var scratch = server.shellAccount().newScratch();
      Database database =
          Database.open(
              postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
      try (var house = new BackupHouse(directory, scratch.remote() + "/strongroom", database)) {
        Place store = house.directoryStorage("store");
        Node node =
            house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
        ImageInventory image = house.image("i", RAW, store, Map.of());
        ImageBackupInventory first = house.export("first", image.uuid());
        for (int i = 0; i < 8; i++) {
          Path copy = node.place().root().resolve("copy-%d.ova".formatted(i));
          Files.copy(node.file(first), copy);
          server.shellAccount().own(copy);
        }

        List<String> discoveries =
            IntStream.range(0, 4)
                .mapToObj(i -> house.start("DiscoverBackupNode", Map.of("id", node.id())))
                .toList();
        List<String> exports =
            IntStream.range(0, 4)
                .mapToObj(i ->
                    house.start(
                        "ExportImageBackup", Map.of("name", "e" + i, "imageUuid", image.uuid())))
                .toList();
        for (String job : discoveries) {
          var reply = (DiscoverBackupNode.Reply) BackupHouse.reply(house.end(job));
          assertThat(reply.ovaCount()).isGreaterThanOrEqualTo(9);
        }
        exports.forEach(job -> BackupHouse.reply(house.end(job)));
        assertThat(house.backups()).hasSize(13);
        house.assertClean(store, node.place());

        List<String> imports =
            house.backups().stream()
                .map(backup ->
                    house.start(
                        "ImportImageBackup", Map.of("name", "n", "imageBackupUuid", backup.uuid())))
                .toList();
        imports.forEach(job -> BackupHouse.reply(house.end(job)));
        assertThat(house.images()).hasSize(14);
        List<String> deletions =
            house.backups().stream()
                .map(backup -> house.start("DeleteImageBackup", Map.of("uuid", backup.uuid())))
                .toList();
        deletions.forEach(job -> BackupHouse.reply(house.end(job)));
        assertThat(house.backups()).isEmpty();
        house.assertClean(store, node.place());
        assertThat(node.place().files()).isEmpty();
      }
    }
  }

  @Test
  void importsOfOneObjectAtOnceTakeTurns() throws Exception {
    try (var s3 = S3ProxyServer.start();
        S3Client client = s3.client();
        var postgres = EmbeddedPostgresDatabase.create()) {
      client.createBucket(request -> request.bucket("objects"));
      Database database =
          Database.open(
              postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
      try (var house = new BackupHouse(directory, "/nowhere", database);
          var callers = Executors.newFixedThreadPool(6)) {
        BucketInventory bucket =
            (BucketInventory)
                BackupHouse.inventory(
                    house.run(
                        "RegisterBucket",
                        Map.of(
                            "name",
                            "cos",
                            "type",
                            "s3",
                            "bucketName",
                            "objects",
                            "endpoint",
                            s3.endpoint().toString(),
                            "accessKey",
                            s3.owner().accessKey(),
                            "secretKey",
                            s3.owner().secretKey())));
        for (int object = 0; object < 5; object++) {
          Map<String, String> values =
              Map.of("name", "n", "bucketUuid", bucket.uuid(), "objectName", object + ".ova");
          List<Callable<JobOutcome>> calls =
              Collections.nCopies(6, () -> house.run("ImportImageBackup", values));
          for (Future<JobOutcome> call : callers.invokeAll(calls)) {
            assertThat(BackupHouse.failure(call.get())).containsAnyOf("no object", "is importing");
          }
        }
        assertThat(house.backups())
            .extracting(ImageBackupInventory::objectName)
            .containsExactlyInAnyOrder("0.ova", "1.ova", "2.ova", "3.ova", "4.ova");
      }
    }
  }
}
