package org.strongroom.server.objectstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.layer.BoundedDriver;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.driver.layer.RarelyTriedDriver;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.driver.swift.SwiftDriver;
import org.strongroom.storage.driver.swift.session.SwiftTimeouts;
import org.strongroom.storage.source.GuardedHttp;

/** Makes the drivers of places in object stores. Making one asks nothing. */
public final class ObjectStoreDrivers {
  /** Outlasts a store that is busy for a few seconds; a ping has its own, shorter time. */
  private static final Patience PATIENCE =
      new Patience(5, Duration.ofMillis(200), Duration.ofSeconds(2));

  private static final SwiftTimeouts TIMEOUTS =
      new SwiftTimeouts(
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofSeconds(8),
          Duration.ofSeconds(10));

  private static final Duration WRITABLE_FOR = Duration.ofMinutes(10);

  private final BucketConnector buckets;
  private final GuardedHttp http;
  private final Trust trust;
  private final InstantSource clock;

  /**
   * @param http goes where callers of the server want it to
   */
  public ObjectStoreDrivers(
      BucketConnector buckets, GuardedHttp http, Trust trust, InstantSource clock) {
    this.buckets = buckets;
    this.http = http;
    this.trust = trust;
    this.clock = clock;
  }

  /** Whose certificates are believed. */
  public interface Trust {
    /** Those that the server believes of all, and these. */
    SSLContext with(List<X509Certificate> certificates);
  }

  public StorageDriver make(ObjectStore store) {
    StorageDriver own =
        store
            .caCertificate()
            .map(pem -> {
              GuardedHttp other = http.believing(trust.with(Certificates.ofPem(pem)));
              return (StorageDriver)
                  new OverOwnHttp(make(store, other, buckets.over(other)), other);
            })
            .orElseGet(() -> make(store, http, buckets));
    StorageDriver driver = new RarelyTriedDriver(own, WRITABLE_FOR, clock);
    return store.capacity().isPresent()
        ? new BoundedDriver(driver, store.capacity().getAsLong())
        : driver;
  }

  private StorageDriver make(ObjectStore store, GuardedHttp over, BucketConnector connector) {
    return switch (store) {
      case S3Store s3 -> connector.driver(s3.place(), PATIENCE);
      case SwiftStore swift -> new SwiftDriver(swift.access(), over, TIMEOUTS, clock);
    };
  }

  /** A driver that nobody else shares its connections with. */
  private static final class OverOwnHttp extends ForwardingDriver {
    private final GuardedHttp own;

    OverOwnHttp(StorageDriver driver, GuardedHttp own) {
      super(driver);
      this.own = own;
    }

    @Override
    public void close() {
      super.close();
      try {
        own.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // closing a pool asks nobody
      }
    }
  }
}
