package org.strongroom.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SshAccount;
import org.strongroom.testing.SwiftServer;

/** Storages and images of the server under test. */
public final class StoredImages {
  private final StrongroomServer server;

  public StoredImages(StrongroomServer server) {
    this.server = server;
  }

  /** Adds a directory of the shell account as a storage; tells its uuid. */
  public String addSftpStorage(OpenSshServer sshd) {
    SshAccount account = sshd.shellAccount();
    return server
        .api()
        .done(
            "POST",
            "/backup-storage/sftp",
            Map.of(
                "params",
                Map.of(
                    "name", "bench",
                    "url", account.newScratch().remote(),
                    "hostname", sshd.host(),
                    "sshPort", sshd.port(),
                    "username", account.username(),
                    "password", account.password())))
        .at("/inventory/uuid")
        .asString();
  }

  /** Adds a bucket as a storage; tells its uuid. */
  public String addS3Storage(S3Server store, String bucket) {
    return server
        .api()
        .done(
            "POST",
            "/backup-storage/s3",
            Map.of(
                "params",
                Map.of(
                    "name",
                    "bucket",
                    "endpoint",
                    store.endpoint().toString(),
                    "bucketName",
                    bucket,
                    "prefix",
                    "images",
                    "accessKey",
                    store.owner().accessKey(),
                    "secretKey",
                    store.owner().secretKey())))
        .at("/inventory/uuid")
        .asString();
  }

  /** Adds a container, which is made, as a storage; tells its uuid. */
  public String addSwiftStorage(SwiftServer store, String container) {
    return server
        .api()
        .done(
            "POST",
            "/backup-storage/swift",
            Map.of(
                "params",
                Map.of(
                    "name",
                    "container",
                    "authUrl",
                    store.authUrl().toString(),
                    "username",
                    store.owner().accessKey(),
                    "password",
                    store.owner().secretKey(),
                    "container",
                    container,
                    "createContainer",
                    true)))
        .at("/inventory/uuid")
        .asString();
  }

  /** Copies an image onto another storage. */
  public void copy(String image, String storage) {
    server
        .api()
        .done(
            "PUT",
            "/images/" + image + "/actions",
            Map.of("copyImage", Map.of("backupStorageUuids", List.of(storage))));
  }

  /** Adds a directory of this machine as a storage; tells its uuid. */
  public String addLocalStorage(Path directory) {
    return server
        .api()
        .done(
            "POST",
            "/backup-storage/filesystem",
            Map.of("params", Map.of("name", "local", "url", directory.toString())))
        .at("/inventory/uuid")
        .asString();
  }

  /** Sends a file as a new image; tells its uuid when it is Ready. */
  public String upload(String storage, Path file) throws IOException, InterruptedException {
    String image = UUID.randomUUID().toString().replace("-", "");
    Api api = server.api();
    String job =
        api.begin(
            "POST",
            "/images",
            Map.of(
                "params",
                Map.of(
                    "name",
                    "bench",
                    "url",
                    "upload://bench.raw",
                    "resourceUuid",
                    image,
                    "backupStorageUuids",
                    List.of(storage))));
    String details = "/images/upload-job/details/" + image;
    while (api.read(details).path("existingJobDetails").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    new ImageBytes(server).put("/zstack/v1/images/" + image + "/upload", file);
    api.await(job);
    return image;
  }

  /** Fetches an image into a file. */
  public void download(String image, Path to) throws IOException {
    new ImageBytes(server).get("/zstack/v1/images/" + image + "/file", to);
  }
}
