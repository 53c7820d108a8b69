package org.strongroom.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why there was no connection to a server, in words that say what to look at. */
final class ConnectionFailure {
  private static final int DEEPEST = 10;

  private ConnectionFailure() {}

  /** The reason and what to do, after "no connection to the server at …". */
  static String of(IOException e) {
    if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
      return " (no host of that name is known); is the address right (--url, STRONGROOM_URL)?";
    }
    if (has(e, CertificateExpiredException.class)) {
      return " (its certificate has run out)";
    }
    if (has(e, CertificateNotYetValidException.class)) {
      return " (its certificate is not valid yet); is the clock of this machine right?";
    }
    if (has(e, CertPathBuilderException.class)) {
      return " (its certificate is signed by nobody who is trusted here);"
          + " name a file with the right certificate: --ca-cert, STRONGROOM_CA_CERT";
    }
    Optional<CertificateException> certificate = found(e, CertificateException.class);
    if (certificate.isPresent()) {
      return " (its certificate is not for that address: %s)"
          .formatted(certificate.get().getMessage());
    }
    String said = String.valueOf(e.getMessage());
    if (said.contains("Unsupported or unrecognized SSL message")
        || said.contains("plaintext connection")) {
      return " (it does not speak TLS); is the address one of http:// (--url, STRONGROOM_URL)?";
    }
    if (said.contains("parsing HTTP/1.1 status line")) {
      return " (it does not speak plain HTTP);"
          + " is the address one of https:// (--url, STRONGROOM_URL)?";
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : said;
    return e instanceof ConnectException
        ? " (%s); is it running (./strongroom serve), and is the address right (--url, STRONGROOM_URL)?"
            .formatted(reason)
        : " (%s)".formatted(reason);
  }

  private static boolean has(Throwable e, Class<? extends Throwable> kind) {
    return found(e, kind).isPresent();
  }

  private static <T extends Throwable> Optional<T> found(Throwable e, Class<T> kind) {
    return Stream.iterate(e, each -> each != null, Throwable::getCause)
        .limit(DEEPEST)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }
}
