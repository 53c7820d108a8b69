package org.strongroom.server.cluster;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.AuditSealTable.AUDIT_SEAL;
import static org.strongroom.server.catalog.system.KeyCheckTable.KEY_CHECK;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.configuration.Key;
import org.strongroom.server.secret.Vault;

/**
 * Tells at the start whether the key file is the one that the catalog's secrets are sealed with,
 * and not at the first of them that is needed. The catalog keeps a text that only that file opens.
 */
public final class KeyCheck {
  private static final Logger log = LoggerFactory.getLogger(KeyCheck.class);
  private static final String NAME = "key.json";
  private static final String PURPOSE = "key-check";
  private static final String TEXT = "strongroom";

  private final Database database;
  private final Path keyFile;
  private final boolean replace;

  /**
   * Checks nothing yet.
   *
   * @param replace whether another key file is to be taken from now on
   */
  public KeyCheck(Database database, Path keyFile, boolean replace) {
    this.database = database;
    this.keyFile = keyFile;
    this.replace = replace;
  }

  /**
   * Opens the key file, or makes one for a catalog that has none yet.
   *
   * @throws ConfigurationException if the catalog's secrets are sealed with another
   */
  public Vault open() {
    Optional<String> sealed = database.read(KeyCheck::sealed);
    if (sealed.isPresent() && !Files.exists(keyFile) && !replace) {
      throw new ConfigurationException(
          "the key file %s is missing; %s".formatted(keyFile, remedy()));
    }
    Vault vault = openVault();
    if (sealed
        .map(text -> opens(() -> vault.decrypt(text, PURPOSE)))
        .orElseGet(() -> opensSecrets(vault))) {
      database.write(transaction -> keep(vault, transaction));
    } else if (replace) {
      log.warn("the key file {} is new to this catalog; secrets have to be given again", keyFile);
      database.write(transaction -> {
        transaction.sql().deleteFrom(KEY_CHECK).where(KEY_CHECK.NAME.eq(NAME)).execute();
        transaction.sql().deleteFrom(AUDIT_SEAL).execute(); // of the key that is lost
        return keep(vault, transaction);
      });
    } else {
      throw wrong();
    }
    // another node may have been the first, with another file
    if (!database
        .read(KeyCheck::sealed)
        .map(text -> opens(() -> vault.decrypt(text, PURPOSE)))
        .orElse(false)) {
      throw wrong();
    }
    return vault;
  }

  private Vault openVault() {
    try {
      return Vault.open(keyFile);
    } catch (UncheckedIOException | IllegalStateException _) {
      throw new ConfigurationException(
          "the key file %s cannot be read, it is damaged or not this user's; %s, with the damaged file moved away"
              .formatted(keyFile, remedy()));
    }
  }

  private ConfigurationException wrong() {
    return new ConfigurationException(
        "the key file %s is not the one that this catalog's secrets are sealed with; %s"
            .formatted(keyFile, remedy()));
  }

  private static String remedy() {
    return "copy key.json from a node that runs, or from its backup; if it is lost, set %s=true for one start and give all secrets again"
        .formatted(Key.KEY_REPLACE.key());
  }

  private static Optional<String> sealed(DSLContext sql) {
    return sql.select(KEY_CHECK.SEALED)
        .from(KEY_CHECK)
        .where(KEY_CHECK.NAME.eq(NAME))
        .fetchOptional(KEY_CHECK.SEALED);
  }

  private static int keep(Vault vault, Transaction transaction) {
    return transaction
        .sql()
        .insertInto(KEY_CHECK)
        .set(KEY_CHECK.NAME, NAME)
        .set(KEY_CHECK.SEALED, vault.encrypt(TEXT, PURPOSE))
        .onConflictDoNothing()
        .execute();
  }

  /** A catalog of an older version has no such text, but perhaps secrets. */
  private boolean opensSecrets(Vault vault) {
    return database
        .read(sql ->
            sql.select(BACKUP_STORAGE.UUID, BACKUP_STORAGE.CREDENTIAL)
                .from(BACKUP_STORAGE)
                .where(BACKUP_STORAGE.CREDENTIAL.isNotNull())
                .limit(1)
                .fetchOptional())
        .map(row -> opens(() -> StorageAccesses.open(vault, row.value1(), row.value2())))
        .orElse(true);
  }

  private static boolean opens(Supplier<String> secret) {
    try {
      var _ = secret.get();
      return true;
    } catch (IllegalStateException e) {
      log.debug("the key file does not open a secret", e);
      return false;
    }
  }
}
