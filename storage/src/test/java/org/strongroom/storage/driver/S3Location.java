package org.strongroom.storage.driver;

import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket of a real object store, in which a storage has a prefix. */
final class S3Location implements HangingLocation {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String PREFIX = "a cloud/images";

  private final S3Server.Login login;
  private final S3Client outside;
  private final CuttingProxy proxy;
  private final String bucket = "storage-" + NUMBER.incrementAndGet();
  private final ExecutorService hashing = Executors.newFixedThreadPool(2);
  private final GuardedHttp http;

  /**
   * @param idle how long its drivers wait for an answer
   */
  S3Location(S3Server server, Duration idle) {
    this.login = server.owner();
    this.outside = server.client();
    this.proxy = CuttingProxy.to(server.endpoint());
    try {
      http =
          GuardedHttp.keeping(
              new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
              new SourceTimeouts(idle, idle),
              SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    outside.createBucket(r -> r.bucket(bucket));
    outside.putObject(
        r -> r.bucket(bucket).key("a cloud/images of others"), RequestBody.fromString("keep"));
  }

  CuttingProxy proxy() {
    return proxy;
  }

  S3Client outside() {
    return outside;
  }

  String bucket() {
    return bucket;
  }

  /** The key of a path. */
  String key(String path) {
    return PREFIX + "/" + path;
  }

  @Override
  public StorageDriver newDriver() {
    return newDriver(proxy.endpoint());
  }

  private StorageDriver newDriver(URI endpoint) {
    var access =
        new BucketAccess(
            endpoint,
            BucketAccess.DEFAULT_REGION,
            bucket,
            new BucketCredential.AccessKey(login.accessKey(), login.secretKey()));
    return new BucketConnector(http, InstantSource.system(), hashing)
        .driver(
            new S3Place(access, PREFIX, S3Place.ObjectOptions.USUAL),
            new Patience(2, Duration.ofMillis(10), Duration.ofMillis(100)));
  }

  @Override
  public Optional<byte[]> content(String path) {
    try {
      return Optional.of(
          outside.getObjectAsBytes(r -> r.bucket(bucket).key(key(path))).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String path, byte[] content) {
    outside.putObject(r -> r.bucket(bucket).key(key(path)), RequestBody.fromBytes(content));
  }

  /** Uploads in parts that were begun and neither ended nor given up. */
  int uploads() {
    return outside.listMultipartUploads(r -> r.bucket(bucket)).uploads().size();
  }

  @Override
  public void hang() {
    proxy.stall();
  }

  @Override
  public void answer() {
    proxy.flow();
  }

  @Override
  public void close() throws IOException {
    http.close();
    hashing.shutdownNow();
    proxy.close();
    outside.close();
  }
}
