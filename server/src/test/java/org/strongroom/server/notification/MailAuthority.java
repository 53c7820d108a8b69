package org.strongroom.server.notification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of a mail server at 127.0.0.1, and who believes it; made by keytool. */
record MailAuthority(KeyStore keys, KeyStore trusted) {
  private static final String PASSWORD = "changeit";

  static MailAuthority make(Path directory) throws IOException, GeneralSecurityException {
    Path file = directory.resolve("mail.p12");
    String command =
        "%s/bin/keytool -genkeypair -alias mail -keyalg EC -dname CN=mail.example.com -ext SAN=IP:127.0.0.1 -storetype PKCS12 -keystore %s -storepass %s"
            .formatted(System.getProperty("java.home"), file, PASSWORD);
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      throw new IOException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
    return new MailAuthority(keys, trusted);
  }

  /** Believes the certificate. */
  SSLContext trust() throws GeneralSecurityException {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** Shows the certificate. */
  SSLContext server() throws GeneralSecurityException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
