package org.strongroom.server.imagebackup;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.imagebackup.BackupHouse.Node;
import org.strongroom.server.imagebackup.BackupHouse.Place;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OddObjectStore;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;
import software.amazon.awssdk.services.s3.S3Client;

/** A node, an image and a bucket of a real S3 server. */
abstract class BucketBackupsBed {
  /** What disks in archives are made from. */
  static final byte[] RAW = new byte[3 << 20];

  static OpenSshServer server;
  static S3ProxyServer s3;
  static int number;

  @TempDir Path directory;
  final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  final String bucketName = "bucket-" + number++;
  BackupHouse house;
  Place store;
  Node node;
  ImageInventory image;
  BucketInventory bucket;

  @BeforeAll
  static void start() {
    server = OpenSshServer.start();
    s3 = S3ProxyServer.start();
    new Random(9).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @AfterAll
  static void stop() {
    server.close();
    s3.close();
  }

  @BeforeEach
  void open() throws Exception {
    server.restart();
    try (S3Client client = s3.client()) {
      client.createBucket(request -> request.bucket(bucketName));
    }
    house = new BackupHouse(directory, scratch.remote() + "/strongroom");
    store = house.directoryStorage("store");
    bucket = registered("cos", Caller.ADMIN_PROJECT);
    node =
        house.node(
            server,
            server.shellAccount(),
            scratch.local().resolve("strongroom"),
            Map.of("cosDefault", "cos"));
    image = house.image("i", Arrays.copyOf(RAW, 300_000), store, Map.of());
  }

  BucketInventory registered(String name, String project) {
    return registered(name, project, s3.endpoint());
  }

  /** Registers the test's bucket, which is reached there. */
  BucketInventory registered(String name, String project, URI endpoint) {
    return (BucketInventory)
        BackupHouse.inventory(
            house.run(
                "RegisterBucket",
                Map.of(
                    "name",
                    name,
                    "projectUuid",
                    project,
                    "type",
                    "s3",
                    "bucketName",
                    bucketName,
                    "endpoint",
                    endpoint.toString(),
                    "accessKey",
                    s3.owner().accessKey(),
                    "secretKey",
                    s3.owner().secretKey())));
  }

  @AfterEach
  void close() {
    house.close();
  }

  String registered(OddObjectStore store) {
    return ((BucketInventory)
            BackupHouse.inventory(
                house.run(
                    "RegisterBucket",
                    Map.of(
                        "name", "odd",
                        "type", "s3",
                        "bucketName", "odd",
                        "endpoint", store.endpoint().toString(),
                        "accessKey", "key",
                        "secretKey", "secret"))))
        .uuid();
  }
}
