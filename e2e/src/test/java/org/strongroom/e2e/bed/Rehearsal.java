package org.strongroom.e2e.bed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.strongroom.e2e.material.FileServer;

/**
 * Some of everything that tests have servers do, so that the classes for it are linked once for all
 * of them: a call that meets a class first costs more than the call.
 */
final class Rehearsal {
  private static final int BYTES = 100_000;

  private Rehearsal() {}

  static void in(TestBed bed) throws IOException {
    TestStorage sftp = bed.sftp("sftp");
    TestStorage directory = bed.fileSystem("directory");
    bed.zone("zone");
    images(bed, sftp, directory);
    bed.loggedInCli().line("image list backupStorage.name=sftp").ok();
    bed.admin().delete("/backup-storage/" + directory.uuid());
    bed.admin().delete("/backup-storage/" + sftp.uuid());
    nodes(bed); // at the same address
  }

  private static void images(TestBed bed, TestStorage... storages) throws IOException {
    Path served = Files.createDirectories(bed.server().directory().resolve("served"));
    Files.write(served.resolve("disk.raw"), new byte[BYTES]);
    try (FileServer files = new FileServer(served)) {
      for (TestStorage storage : storages) {
        String image =
            TestBed.uuid(
                bed.admin()
                    .post(
                        "/images",
                        Map.of(
                            "name",
                            "image",
                            "url",
                            files.url("disk.raw"),
                            "format",
                            "raw",
                            "backupStorageUuids",
                            new String[] {storage.uuid()})));
        bed.admin().query("/images", "uuid=" + image, "backupStorage.uuid=" + storage.uuid());
        bed.admin().delete("/images/" + image);
      }
    }
  }

  private static void nodes(TestBed bed) {
    PowerVcClient client = PowerVcClient.admin(bed.server());
    TestNode node = TestNode.register(client, bed.sshd(), "node");
    client.call("GET", node.path()).answered(200);
    client.call("PUT", node.path() + "/discover").answered(200);
    TestNode.deregisterAll(client);
  }
}
