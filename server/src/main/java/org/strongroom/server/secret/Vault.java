package org.strongroom.server.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Keeps secrets at rest under AES-256-GCM, with the key in a file outside the database. */
public final class Vault {
  private static final Configuration CONFIGURATION = configuration();

  private final Aead aead;

  private Vault(Aead aead) {
    this.aead = aead;
  }

  private static Configuration configuration() {
    try {
      AeadConfig.register();
      return RegistryConfiguration.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the key file, or makes it (mode 0600) if it is not there. */
  public static Vault open(Path keyFile) {
    try {
      if (!Files.exists(keyFile)) {
        create(keyFile);
      }
      KeysetHandle keys =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(keyFile), CONFIGURATION, InsecureSecretKeyAccess.get());
      return new Vault(keys.getPrimitive(CONFIGURATION, Aead.class));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the key file " + keyFile, e);
    } catch (GeneralSecurityException | RuntimeException e) { // Tink's parser throws anything
      throw new IllegalStateException("the key file " + keyFile + " is damaged", e);
    }
  }

  private static void create(Path keyFile) throws IOException, GeneralSecurityException {
    KeysetHandle keys =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION);
    SecretFile.write(
        keyFile,
        TinkJsonProtoKeysetFormat.serializeKeyset(
            keys, CONFIGURATION, InsecureSecretKeyAccess.get()));
  }

  /**
   * Encrypts.
   *
   * @param purpose what the text is for; it has to be the same to decrypt, so that no secret can be
   *     put in another's place
   */
  public String encrypt(String text, String purpose) {
    try {
      byte[] sealed =
          aead.encrypt(
              text.getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws IllegalStateException if the text was not encrypted with this key for this purpose
   */
  public String decrypt(String sealed, String purpose) {
    try {
      byte[] text =
          aead.decrypt(
              Base64.getDecoder().decode(sealed), purpose.getBytes(StandardCharsets.UTF_8));
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "cannot decrypt: the key file does not belong to this database", e);
    }
  }
}
