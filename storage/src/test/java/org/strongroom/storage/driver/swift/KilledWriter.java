package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftLogin;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** A process that writes files into object stores, all at once, until somebody kills it. */
final class KilledWriter implements AutoCloseable {
  static final String BUCKET = "killed";

  private static final Duration IDLE = Duration.ofMinutes(5);

  private final GuardedHttp http;
  private final ExecutorService hashing = Executors.newFixedThreadPool(2);

  KilledWriter() throws Exception {
    http =
        GuardedHttp.keeping(
            new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
            new SourceTimeouts(IDLE, IDLE),
            SSLContext.getDefault());
  }

  /** Which store they are written to. */
  enum Kind {
    S3,
    SWIFT
  }

  StorageDriver driver(Kind kind, URI store, String user, String key) {
    return kind == Kind.S3 ? s3(store, user, key) : swift(store, user, key);
  }

  private StorageDriver s3(URI store, String user, String key) {
    var access =
        new BucketAccess(
            store, BucketAccess.DEFAULT_REGION, BUCKET, new BucketCredential.AccessKey(user, key));
    return new BucketConnector(http, InstantSource.system(), hashing)
        .driver(new S3Place(access, "zone", S3Place.ObjectOptions.USUAL), Patience.LONG);
  }

  private StorageDriver swift(URI store, String user, String key) {
    var access =
        new SwiftAccess(
            store.resolve("/auth/v1.0"),
            SwiftLogin.Password.ofTempAuth(user, key),
            Optional.empty(),
            SwiftAccess.Interface.PUBLIC,
            BUCKET,
            "zone",
            true,
            Optional.empty());
    return new SwiftDriver(
        access, http, SwiftPlace.TIMEOUTS, InstantSource.system(), SwiftPlace.SMALL);
  }

  /** A directory of its own for each file, so that a gate knows its calls. */
  static StoragePath file(int number) {
    return StoragePath.of("write%02d/file".formatted(number));
  }

  /** The run of the work that writes it. */
  static String writeId(int number, int run) {
    return "%032x-%d".formatted(number, run);
  }

  /** Two parts for S3, four segments for Swift. */
  static byte[] content(Kind kind) {
    byte[] content = new byte[kind == Kind.S3 ? (8 << 20) + 1000 : 250_000];
    new Random(1).nextBytes(content);
    return content;
  }

  static void write(StorageDriver driver, int number, int run, byte[] content) throws IOException {
    try (AtomicWrite write = driver.create(file(number), writeId(number, run), content.length)) {
      write.write(content, 0, content.length / 2);
      if (number % 2 == 0) {
        write.checkpoint();
      }
      write.write(content, content.length / 2, content.length - content.length / 2);
      write.commit();
    }
  }

  /**
   * Writes and tells each file that is whole.
   *
   * @param args kind, url, user and key of the store, and how many files
   */
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.valueOf(args[0]);
    try (KilledWriter writer = new KilledWriter();
        StorageDriver driver = writer.driver(kind, URI.create(args[1]), args[2], args[3]);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      byte[] content = content(kind);
      for (int i = 1; i <= Integer.parseInt(args[4]); i++) {
        int number = i;
        threads.submit(() -> {
          write(driver, number, 1, content);
          System.out.println("whole " + number);
          return true;
        });
      }
    }
  }

  @Override
  public void close() throws IOException {
    hashing.shutdownNow();
    http.close();
  }
}
