package org.strongroom.server;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.strongroom.server.objectstore.ObjectStoreDrivers;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** The way to object stores on loopback addresses, for services without a whole server. */
public final class TestStores {
  /** As a server has it. */
  public static final ExecutorService HASHING =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());

  private TestStores() {}

  private static GuardedHttp http() {
    try {
      return new GuardedHttp(
          new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
          new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10)),
          SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static BucketConnector buckets() {
    return new BucketConnector(http(), InstantSource.system(), HASHING);
  }

  public static ObjectStoreDrivers drivers() {
    return drivers(more -> {
      throw new IllegalStateException("no store here has certificates of its own");
    });
  }

  public static ObjectStoreDrivers drivers(ObjectStoreDrivers.Trust trust) {
    return new ObjectStoreDrivers(buckets(), http(), trust, InstantSource.system());
  }
}
