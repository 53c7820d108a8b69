package org.strongroom.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.testing.HttpGate;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;
import org.strongroom.testing.TestDirectory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A real object store for the storages of a {@link JobGround}, behind a gate. It is looked into
 * from outside: by its S3 layer, past the gate.
 */
public final class GroundStore implements AutoCloseable {
  /** By which API its storages are reached. */
  public enum Kind {
    S3,
    SWIFT
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Kind kind;
  private final S3Server server;
  private final HttpGate gate;
  private final S3Client client;

  private GroundStore(Kind kind, S3Server server) {
    this.kind = kind;
    this.server = server;
    gate = new HttpGate(server.endpoint());
    client = server.client();
  }

  public static GroundStore start(Kind kind) {
    return new GroundStore(
        kind,
        switch (kind) {
          // signatures name the address of the gate
          case S3 -> S3ProxyServer.startOpen();
          case SWIFT -> SwiftServer.start();
        });
  }

  public HttpGate gate() {
    return gate;
  }

  /**
   * Where it is reached past the gate, and tells that it is to be reached by whoever asks there.
   */
  URI address() {
    return server.endpoint();
  }

  /** All tokens that were given so far end. */
  public void expireTokens() {
    if (server instanceof SwiftServer swift) {
      swift.expireTokens();
    }
  }

  /** What adds a storage there. */
  public String operation() {
    return switch (kind) {
      case S3 -> "AddS3BackupStorage";
      case SWIFT -> "AddSwiftBackupStorage";
    };
  }

  /** The parameters that add a storage in a new bucket. */
  public Map<String, Object> parameters() {
    String name = "place-" + NUMBER.incrementAndGet();
    var values = new HashMap<String, Object>(Map.of("name", name, "prefix", "images"));
    switch (kind) {
      case S3 -> {
        client.createBucket(request -> request.bucket(name));
        values.put("bucketName", name);
        values.put("endpoint", gate.endpoint().toString());
        values.put("accessKey", server.owner().accessKey());
        values.put("secretKey", server.owner().secretKey());
      }
      case SWIFT -> {
        values.put("container", name);
        values.put("createContainer", true);
        values.put("authUrl", gate.endpoint() + "/auth/v1.0");
        values.put("username", server.owner().accessKey());
        values.put("password", server.owner().secretKey());
      }
    }
    return values;
  }

  /** Copies what lies in a place into a directory, which has nothing else afterwards. */
  public void mirror(String url, Path directory) {
    TestDirectory.delete(directory);
    String bucket = bucket(url);
    String below = url.substring(url.indexOf(bucket) + bucket.length()).replaceFirst("^/+", "");
    try {
      Files.createDirectories(directory);
      for (String key : keys(bucket, below)) {
        Path file = directory.resolve(key.substring(below.length()).replaceFirst("^/+", ""));
        Files.createDirectories(file.getParent());
        Files.write(
            file,
            client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bucket(String url) {
    return url.replaceFirst("^[a-z0-9]+://", "").replaceFirst("/.*", "");
  }

  private List<String> keys(String bucket, String below) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(below))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /** What unfinished writes have left in a bucket where all files are small. */
  public List<String> unfinished(String url) {
    String bucket = bucket(url);
    return switch (kind) {
      case S3 ->
          client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
              .map(upload -> "upload of " + upload.key())
              .toList();
      case SWIFT -> ((SwiftServer) server).names(bucket + "_segments");
    };
  }

  @Override
  public void close() {
    client.close();
    gate.close();
    server.close();
  }
}
