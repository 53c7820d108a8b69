package org.strongroom.server.backupstorage;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.StorageAccess.Ssh;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.HostKey;

/** How storages are reached, out of their rows, where secrets lie encrypted. */
public final class StorageAccesses {
  private static final String KEY_MARK = "key:";
  private static final String PASSWORD_MARK = "password:";

  private final Vault vault;

  public StorageAccesses(Vault vault) {
    this.vault = vault;
  }

  /**
   * How a storage is reached, with its secret in the clear.
   *
   * @throws UnreadableSecretException if it was sealed with another key file
   */
  public StorageAccess of(StorageRow storage) {
    return of(storage, Optional.empty());
  }

  /**
   * The same with another secret than the one that is kept, which is not read then.
   *
   * @throws UnreadableSecretException as above
   */
  public StorageAccess of(StorageRow storage, Optional<SshSecret> another) {
    if (storage.type() != StorageType.SFTP) {
      return new StorageAccess(storage.uuid(), storage.url(), Optional.empty());
    }
    Ssh ssh =
        new Ssh(
            Objects.requireNonNull(storage.hostname()),
            Objects.requireNonNull(storage.sshPort()),
            Objects.requireNonNull(storage.username()),
            another.orElseGet(() -> open(storage)),
            knownHost(storage.hostKey()),
            storage.allowUnsynced());
    return new StorageAccess(storage.uuid(), storage.url(), Optional.of(ssh));
  }

  /** The secret as it is kept in the row of this storage, and of no other. */
  String seal(String storageUuid, SshSecret secret) {
    String text =
        switch (secret) {
          case SshSecret.Password(String password) -> PASSWORD_MARK + password;
          case SshSecret.PrivateKey(String key) -> KEY_MARK + key;
        };
    return vault.encrypt(text, purpose(storageUuid));
  }

  private SshSecret open(StorageRow storage) {
    String sealed = Objects.requireNonNull(storage.credential());
    String text;
    try {
      text = vault.decrypt(sealed, purpose(storage.uuid()));
    } catch (IllegalStateException e) {
      throw new UnreadableSecretException(storage, e);
    }
    return text.startsWith(KEY_MARK)
        ? new SshSecret.PrivateKey(text.substring(KEY_MARK.length()))
        : new SshSecret.Password(text.substring(PASSWORD_MARK.length()));
  }

  /** What the secret of a storage is sealed for. */
  public static String purpose(String storageUuid) {
    return "backup-storage:" + storageUuid;
  }

  private static KnownHost knownHost(@Nullable String hostKey) {
    return hostKey == null ? new KnownHost.Any() : new KnownHost.Pinned(parse(hostKey));
  }

  /** A host key as rows have it: its algorithm and Base64. */
  public static String text(HostKey key) {
    return key.algorithm() + " " + key.base64();
  }

  /** A host key out of a row. */
  public static HostKey parse(String text) {
    int space = text.indexOf(' ');
    return new HostKey(text.substring(0, space), text.substring(space + 1));
  }
}
