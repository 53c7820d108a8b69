package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.S3Server;

/** Opens buckets as a server does, with loopback addresses allowed unless said otherwise. */
final class Connections implements AutoCloseable {
  static final Patience PATIENCE = new Patience(6, Duration.ofMillis(10), Duration.ofMillis(200));

  private final ExecutorService hashing = Executors.newFixedThreadPool(2);
  private final GuardedHttp http;
  private final BucketConnector connector;

  Connections(InstantSource clock, String... allowed) {
    this(clock, Duration.ofSeconds(60), allowed);
  }

  private Connections(InstantSource clock, Duration idle, String... allowed) {
    try {
      http =
          GuardedHttp.keeping(
              new AddressGuard(
                  List.of(allowed).stream().map(Network::parse).toList(),
                  host ->
                      InetAddress.getAllByName(host.endsWith("store.test") ? "127.0.0.1" : host)),
              new SourceTimeouts(Duration.ofSeconds(5), idle),
              SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    connector = new BucketConnector(http, clock, hashing);
  }

  static Connections toLoopback() {
    return new Connections(InstantSource.system(), "127.0.0.0/8");
  }

  /**
   * The same.
   *
   * @param idle how long it waits for an answer
   */
  static Connections toLoopback(Duration idle) {
    return new Connections(InstantSource.system(), idle, "127.0.0.0/8");
  }

  Bucket open(URI endpoint, String bucketName, S3Server.Login login) {
    return open(
        endpoint, bucketName, new BucketCredential.AccessKey(login.accessKey(), login.secretKey()));
  }

  Bucket open(URI endpoint, String bucketName, BucketCredential credential) {
    return connector.open(
        new BucketAccess(endpoint, BucketAccess.DEFAULT_REGION, bucketName, credential), PATIENCE);
  }

  S3Driver driver(S3Place place) {
    return connector.driver(place, PATIENCE);
  }

  Bucket open(BucketAccess access) {
    return connector.open(access, PATIENCE);
  }

  @Override
  public void close() throws IOException {
    http.close();
    hashing.shutdownNow();
  }
}
