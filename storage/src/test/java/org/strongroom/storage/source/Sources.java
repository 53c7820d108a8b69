package org.strongroom.storage.source;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Sources as a server has them, with short times and loopback addresses allowed. */
final class Sources implements AutoCloseable {
  static final SourceTimeouts TIMEOUTS =
      new SourceTimeouts(Duration.ofSeconds(5), Duration.ofMillis(700));

  private final GuardedHttp http;
  private final ImageSources sources;

  Sources(AddressGuard guard, SSLContext trust) {
    this(guard, trust, TIMEOUTS);
  }

  private Sources(AddressGuard guard, SSLContext trust, SourceTimeouts timeouts) {
    this.http = new GuardedHttp(guard, timeouts, trust);
    this.sources = new ImageSources(http, guard, timeouts);
  }

  static Sources allowingLoopback() {
    return new Sources(loopback(), systemTrust());
  }

  /** Loopback is allowed; names are of loopback too. */
  static AddressGuard loopback() {
    return new AddressGuard(
        List.of(Network.parse("127.0.0.0/8")),
        host ->
            host.endsWith(".test")
                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                : InetAddress.getAllByName(host));
  }

  static SSLContext systemTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  ImageSource open(String url) throws IOException {
    return sources.open(ImageUrl.parse(url));
  }

  byte[] read(String url) throws IOException {
    try (ImageSource source = open(url)) {
      return source.stream().readAllBytes();
    }
  }

  GuardedHttp http() {
    return http;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
