package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.driver.swift.session.AuthDiscovery;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftCalls;
import org.strongroom.storage.driver.swift.session.SwiftLogin;
import org.strongroom.storage.driver.swift.session.SwiftTimeouts;
import org.strongroom.storage.driver.swift.session.SwiftTokens;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;

/** A prefix of its own in a container of a Swift that all tests share, and drivers for it. */
public final class SwiftPlace implements AutoCloseable {
  private static final String SHARED = "shared by tests";

  static final SwiftTimeouts TIMEOUTS =
      new SwiftTimeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  /** Small segments, so that small files have many. */
  static final UploadPlan SMALL = new UploadPlan(64 << 10, 3, 3);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Duration idle;
  private final GuardedHttp http;
  private final SwiftStore outside;
  private final String container;
  private final String base = "place " + COUNT.incrementAndGet();

  /** One server for all tests of a process; it stops with it. */
  private static final class Shared {
    static final SwiftServer SERVER = SwiftServer.start();
  }

  public SwiftPlace() {
    this(Duration.ofSeconds(20));
  }

  /**
   * @param idle how long its drivers wait for an answer
   */
  public SwiftPlace(Duration idle) {
    this(idle, SHARED);
  }

  private SwiftPlace(Duration idle, String container) {
    this.idle = idle;
    this.container = container;
    try {
      http =
          GuardedHttp.keeping(
              new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
              new SourceTimeouts(idle, idle),
              SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    outside = newStore();
    try {
      outside.make(outside.files());
      outside.make(outside.segments());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a container that nobody else uses. */
  static SwiftPlace alone() {
    return new SwiftPlace(Duration.ofSeconds(20), "alone " + COUNT.incrementAndGet());
  }

  /** The name that an object of the place has in its container. */
  String name(String own) {
    return base + "/" + own;
  }

  private List<String> own(List<ObjectListing.Item> items) {
    return items.stream().map(item -> item.name().substring(base.length() + 1)).toList();
  }

  public static SwiftServer server() {
    return Shared.SERVER;
  }

  GuardedHttp http() {
    return http;
  }

  public String container() {
    return container;
  }

  SwiftAccess access(String prefix) {
    return access(server().authUrl(), server().owner(), prefix);
  }

  SwiftAccess access(URI authUrl, S3Server.Login login, String prefix) {
    return new SwiftAccess(
        authUrl,
        SwiftLogin.Password.ofTempAuth(login.accessKey(), login.secretKey()),
        Optional.empty(),
        SwiftAccess.Interface.PUBLIC,
        container,
        prefix.isEmpty() ? base : name(prefix),
        true,
        Optional.empty());
  }

  /** A driver with large segments, as in production, by another way to the server. */
  public SwiftDriver driver(URI endpoint, String prefix, Duration patience) {
    return driver(
        access(endpoint.resolve("/auth/v1.0"), server().owner(), prefix),
        new SwiftTimeouts(
            idle, idle.multipliedBy(3), idle.multipliedBy(3), patience, idle.multipliedBy(2)),
        UploadPlan.DEFAULT);
  }

  /** A driver with small segments. */
  public SwiftDriver driver(SwiftAccess access) {
    return driver(access, TIMEOUTS, SMALL);
  }

  public SwiftDriver driver(SwiftAccess access, SwiftTimeouts timeouts, UploadPlan plan) {
    return new SwiftDriver(access, http, timeouts, InstantSource.system(), plan);
  }

  /** What is in the containers, past the driver. */
  SwiftStore store() {
    return outside;
  }

  private SwiftStore newStore() {
    SwiftAccess access = access("");
    var sessions = new AuthDiscovery(new AuthHttp(http, TIMEOUTS), InstantSource.system(), access);
    var tokens = new SwiftTokens(sessions, InstantSource.system());
    return new SwiftStore(
        access, new SwiftCalls(http, tokens, TIMEOUTS, access.label()), UploadPlan.DEFAULT);
  }

  public Optional<byte[]> content(String name) throws IOException {
    Optional<ObjectFacts> found = store().head(container, name(name));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (var stream = new SwiftReadStream(store(), found.get(), 0, found.get().size())) {
      return Optional.of(stream.readAllBytes());
    }
  }

  public void put(String name, byte[] content) throws IOException {
    outside
        .calls()
        .succeed(SwiftCall.of("PUT", container, name(name)).with(content, content.length));
  }

  /** Names in the container. */
  public List<String> objects() throws IOException {
    return own(outside.listing().all(container, name(""), false));
  }

  /** Names in the container of the segments. */
  public List<String> segments() throws IOException {
    return own(outside.segmentsWith(name("")));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
