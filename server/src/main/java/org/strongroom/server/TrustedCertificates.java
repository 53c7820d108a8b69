package org.strongroom.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.configuration.Key;

/** Whose certificates the server believes when it speaks https to others. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * The trust of the Java installation, and beside it in the certificates of a PEM file.
   *
   * @throws ConfigurationException if the file has none
   */
  static SSLContext context(Optional<Path> pem) {
    return pem.isEmpty() ? new OnDemand() : context(configured(pem));
  }

  /**
   * The same, and trust in more certificates.
   *
   * @throws ConfigurationException if the file has none
   */
  static SSLContext context(Optional<Path> pem, List<X509Certificate> more) {
    List<Certificate> all = new ArrayList<>(configured(pem));
    all.addAll(more);
    return context(all);
  }

  private static List<Certificate> configured(Optional<Path> pem) {
    try {
      return pem.isEmpty() ? List.of() : List.copyOf(read(pem.get()));
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "%s %s has to be a PEM file with certificates: %s"
              .formatted(
                  Key.TLS_TRUSTED_CERTIFICATES.key(),
                  pem.map(Path::toString).orElse(""),
                  e.getMessage()));
    }
  }

  private static SSLContext context(List<Certificate> more) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      List<Certificate> all = new ArrayList<>(ofTheInstallation());
      all.addAll(more);
      for (Certificate each : all) {
        trusted.setCertificateEntry("ca-" + trusted.size(), each);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that cannot be believed", e);
    }
  }

  /** The trust of the Java installation, which takes a while to read: when it is first needed. */
  private static final class OnDemand extends SSLContext {
    OnDemand() {
      super(new OfTheInstallation(), null, "Default");
    }
  }

  private static final class OfTheInstallation extends SSLContextSpi {
    private static SSLContext context() {
      try {
        return SSLContext.getDefault(); // one for the whole process
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the certificates of the Java installation", e);
      }
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw new IllegalStateException("it is what it is");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return context().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return context().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return context().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return context().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context().getSupportedSSLParameters();
    }
  }

  private static Collection<? extends Certificate> read(Path pem)
      throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)));
    if (found.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return found;
  }

  private static List<X509Certificate> ofTheInstallation() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        all.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return all;
  }

  /**
   * @param store null for that of the Java installation
   */
  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
