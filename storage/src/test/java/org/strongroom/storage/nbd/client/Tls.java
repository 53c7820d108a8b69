package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private authority and a server's certificate, made by openssl. */
public record Tls(Path directory) {

  /** Makes them for a server of this name, in files that nbdkit and qemu-nbd look for. */
  public static Tls make(Path directory, String name) {
    run(
        directory,
        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                + " -subj /CN=authority -keyout ca-key.pem -out ca-cert.pem")
            .split(" "));
    run(
        directory,
        ("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
                + name
                + " -keyout server-key.pem -out server.csr")
            .split(" "));
    try {
      Files.writeString(directory.resolve("san"), "subjectAltName=DNS:" + name + ",IP:127.0.0.1\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    run(
        directory,
        ("openssl x509 -req -in server.csr -CA ca-cert.pem -CAkey ca-key.pem -CAcreateserial"
                + " -days 30 -extfile san -out server-cert.pem")
            .split(" "));
    run(
        directory,
        ("openssl pkcs12 -export -in server-cert.pem -inkey server-key.pem -out server.p12"
                + " -passout pass:changeit")
            .split(" "));
    return new Tls(directory);
  }

  /** Believes the authority. */
  public SSLContext trust() {
    try (InputStream pem = Files.newInputStream(directory.resolve("ca-cert.pem"))) {
      Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Shows the server's certificate. */
  public SSLContext server() {
    char[] password = "changeit".toCharArray();
    try (InputStream file = Files.newInputStream(directory.resolve("server.p12"))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, password);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static SSLContext systemTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
