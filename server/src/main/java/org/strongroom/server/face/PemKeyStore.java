package org.strongroom.server.face;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.strongroom.server.configuration.ConfigurationException;

/** Reads a certificate chain and its private key from PEM files. */
public final class PemKeyStore {
  /** Kinds of keys, as Java names them once they are read, and how they sign. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "Ed25519");

  private PemKeyStore() {}

  /**
   * Reads the pair.
   *
   * @throws ConfigurationException if the files are none, or do not belong together
   */
  public static KeyStore read(Path certificate, Path key) {
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
              .toArray(Certificate[]::new);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      PrivateKey secret = privateKey(Files.readString(key));
      if (chain.length == 0) {
        throw new GeneralSecurityException("no certificate");
      }
      checkPair(secret, chain[0]);
      store.setKeyEntry("server", secret, new char[0], chain);
      return store;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "tls.certificate %s and tls.key %s have to be PEM files, the key in PKCS #8: %s"
              .formatted(certificate, key, e.getMessage()));
    }
  }

  /** A key of another certificate would show only when the first client comes. */
  private static void checkPair(PrivateKey secret, Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = Objects.requireNonNull(ALGORITHMS.get(secret.getAlgorithm()));
    byte[] text = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(secret);
    signing.update(text);
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(text);
    if (!verifying.verify(signing.sign())) {
      throw new GeneralSecurityException("the key is not the certificate's");
    }
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // a key of another algorithm
      }
    }
    throw new InvalidKeySpecException("not a PKCS #8 key of RSA, EC or Ed25519");
  }
}
