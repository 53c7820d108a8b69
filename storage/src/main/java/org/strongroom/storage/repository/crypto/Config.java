package org.strongroom.storage.repository.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.file.RepositoryFiles;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a repository says of itself.
 *
 * @param id 64 hexadecimal digits that no other repository has
 */
public record Config(String id) {
  private static final int VERSION = 2;

  /** Writes the file that makes a directory a repository. */
  public static Config create(RepositoryFiles files, MasterKey key) throws StorageException {
    byte[] id = new byte[ContentId.BYTES];
    var random = new SecureRandom();
    random.nextBytes(id);
    ObjectNode config = Json.newObject();
    config.put("version", VERSION);
    config.put("id", HexFormat.of().formatHex(id));
    config.put("chunker_polynomial", Long.toHexString(ChunkerPolynomial.random(random)));
    files.writeConfig(key.seal(Json.bytes(config)));
    return new Config(HexFormat.of().formatHex(id));
  }

  /**
   * @throws RepositoryException UNSUPPORTED unless the repository is of version 2
   */
  public static Config read(RepositoryFiles files, MasterKey key) throws IOException {
    byte[] sealed = files.readConfig();
    ObjectNode config = Json.object(opened(sealed, key), "the config");
    int version = config.path("version").asInt(0);
    if (version != VERSION) {
      throw new RepositoryException(
          Reason.UNSUPPORTED,
          "the repository has version %d, not %d: 'restic migrate upgrade_repo_v2' upgrades it"
              .formatted(version, VERSION));
    }
    return new Config(Json.text(config, "id"));
  }

  private static byte[] opened(byte[] sealed, MasterKey key) throws IOException {
    try {
      return key.open(sealed, 0, sealed.length);
    } catch (RepositoryException e) {
      throw new RepositoryException(e.reason(), "the file config: " + e.getMessage(), e);
    }
  }
}
