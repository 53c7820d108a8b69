package org.strongroom.storage.repository.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The files in {@code keys/}: each is the master key under one password. */
public final class KeyFile {
  private static final int SALT = 64;
  private static final int MOST_SALT = 1 << 10;
  private static final int MOST_NAME = 255;

  private KeyFile() {}

  /** A new file for a password. */
  static byte[] write(MasterKey key, String password, KeyCost cost, String hostname, Instant now) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    ObjectNode secret = Json.newObject();
    ObjectNode mac = secret.putObject("mac");
    mac.put("k", encode(key.tagK()));
    mac.put("r", encode(key.tagR()));
    secret.put("encrypt", encode(key.cipherKey()));
    ObjectNode file = Json.newObject();
    file.put("created", now.toString());
    file.put("username", "strongroom");
    file.put("hostname", hostname);
    file.put("kdf", "scrypt");
    file.put("N", cost.n());
    file.put("r", cost.r());
    file.put("p", cost.p());
    file.put("salt", encode(salt));
    file.put("data", encode(cost.derive(password, salt).seal(Json.bytes(secret))));
    return Json.bytes(file);
  }

  /**
   * The master key that a file has; empty if the password is not its own.
   *
   * @throws RepositoryException if the file is none, or asks for more than an honest one would
   */
  static Optional<MasterKey> read(byte[] content, String password) throws RepositoryException {
    ObjectNode file = Json.object(content, "a key file");
    if (!Json.text(file, "kdf").equals("scrypt")) {
      throw new RepositoryException(
          RepositoryException.Reason.UNSUPPORTED, "a key file does not use scrypt");
    }
    KeyCost cost = KeyCost.checked(number(file, "N"), number(file, "r"), number(file, "p"));
    byte[] salt = decode(file, "salt");
    if (salt.length > MOST_SALT) {
      throw RepositoryException.damaged("a key file has a salt that cannot be");
    }
    byte[] sealed = decode(file, "data");
    byte[] secret;
    try {
      secret = cost.derive(password, salt).open(sealed, 0, sealed.length);
    } catch (RepositoryException e) {
      return Optional.empty();
    }
    ObjectNode keys = Json.object(secret, "a key");
    byte[] k = decode(keys.path("mac"), "k");
    byte[] r = decode(keys.path("mac"), "r");
    byte[] cipherKey = decode(keys, "encrypt");
    if (k.length != MasterKey.HALF_TAG_BYTES
        || r.length != MasterKey.HALF_TAG_BYTES
        || cipherKey.length != MasterKey.CIPHER_BYTES) {
      throw RepositoryException.damaged("a key file has keys of other lengths than it should");
    }
    return Optional.of(new MasterKey(cipherKey, k, r));
  }

  /** Where and when a key file was made, as it says itself. */
  public record Origin(Instant created, String username, String hostname) {}

  /**
   * Reads what stands in a file in the open.
   *
   * @throws RepositoryException if it is no key file
   */
  public static Origin origin(byte[] content) throws RepositoryException {
    ObjectNode file = Json.object(content, "a key file");
    return new Origin(
        Json.time(file, "created"),
        shown(Json.text(file, "username")),
        shown(Json.text(file, "hostname")));
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}|\\p{Cf}|\\p{Cs}", "?");
    return plain.length() > MOST_NAME ? plain.substring(0, MOST_NAME) : plain;
  }

  private static long number(JsonNode file, String field) {
    return file.path(field).asLong(0);
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decode(JsonNode object, String field) throws RepositoryException {
    try {
      return Base64.getDecoder().decode(Json.text(object, field));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          RepositoryException.Reason.DAMAGED, "a key file has no base64 in " + field, e);
    }
  }
}
