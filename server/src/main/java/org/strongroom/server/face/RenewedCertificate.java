package org.strongroom.server.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;

/**
 * Takes up a certificate and key that were renewed on the disk, for the connections that come after
 * it. A pair that is half written, or does not belong together, changes nothing until it does.
 */
final class RenewedCertificate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RenewedCertificate.class);
  private static final Duration LOOKS = Duration.ofSeconds(2);

  private final SslContextFactory.Server ssl;
  private final Configuration.Tls tls;

  /** Of its own: files on a share that is gone must hold up nothing else. */
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificate-timer").daemon().factory());

  private Optional<Seen> taken;

  /** Why the files of now are not taken, once it was told. */
  private Optional<Seen> refused = Optional.empty();

  /** Reads the pair for the first time; looks no further yet. */
  RenewedCertificate(SslContextFactory.Server ssl, Configuration.Tls tls) {
    this.ssl = ssl;
    this.tls = tls;
    this.taken = look(); // before it is read: what is written meanwhile is read again
    ssl.setKeyStore(PemKeyStore.read(tls.certificate(), tls.key()));
  }

  void start() {
    timer.scheduleWithFixedDelay(
        this::check, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void check() {
    Optional<Seen> now = look();
    if (now.equals(taken) || now.equals(refused)) {
      return;
    }
    try {
      var renewed = PemKeyStore.read(tls.certificate(), tls.key());
      ssl.reload(factory -> factory.setKeyStore(renewed));
      taken = now;
      refused = Optional.empty();
      log.info("the certificate {} was renewed and is used from now on", tls.certificate());
    } catch (ConfigurationException e) {
      refuse(now, e);
    } catch (Exception e) { // Jetty's, for a store that it can not use
      refuse(now, e);
    }
  }

  private void refuse(Optional<Seen> now, Exception e) {
    refused = now;
    log.warn("the certificate from before is used on: {}", e.getMessage());
  }

  /** Empty if one of the files is missing, as in the middle of a renewal. */
  private Optional<Seen> look() {
    try {
      return Optional.of(new Seen(facts(tls.certificate()), facts(tls.key())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Facts facts(Path file) throws IOException {
    BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
    return new Facts(read.lastModifiedTime().toInstant().toString(), read.size(), read.fileKey());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private record Seen(Facts certificate, Facts key) {}

  private record Facts(String modified, long size, @Nullable Object fileKey) {}
}
