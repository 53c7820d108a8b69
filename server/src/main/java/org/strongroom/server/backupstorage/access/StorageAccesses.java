package org.strongroom.server.backupstorage.access;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.objectstore.ObjectStore;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.StoreColumns;
import org.strongroom.server.objectstore.SwiftStore;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.HostKey;

/** How storages are reached, out of their rows, where secrets lie encrypted. */
public final class StorageAccesses {
  private static final String BUCKET_MARK = "bucket:";
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
    if (storage.store() != null) {
      return new StorageAccess(storage.uuid(), store(storage, storage.store()));
    }
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

  private ObjectStore store(StorageRow storage, StoreColumns columns) {
    String secret = opened(storage);
    return switch (storage.type()) {
      case S3 -> S3Store.of(columns, secret);
      case SWIFT -> SwiftStore.of(columns, secret);
      case SFTP, FILE_SYSTEM ->
          throw new IllegalStateException(storage.label() + " is in no object store");
    };
  }

  /** The secret of an object store as it is kept in the row of this storage, and of no other. */
  public String seal(String storageUuid, ObjectStore store) {
    return vault.encrypt(store.secret(), purpose(storageUuid));
  }

  /** The secret as it is kept in the row of this storage, and of no other. */
  public String seal(String storageUuid, SshSecret secret) {
    String text =
        switch (secret) {
          case SshSecret.Password(String password) -> PASSWORD_MARK + password;
          case SshSecret.PrivateKey(String key) -> KEY_MARK + key;
        };
    return vault.encrypt(text, purpose(storageUuid));
  }

  private SshSecret open(StorageRow storage) {
    String text = opened(storage);
    return text.startsWith(KEY_MARK)
        ? new SshSecret.PrivateKey(text.substring(KEY_MARK.length()))
        : new SshSecret.Password(text.substring(PASSWORD_MARK.length()));
  }

  private String opened(StorageRow storage) {
    try {
      return open(vault, storage.uuid(), Objects.requireNonNull(storage.credential()));
    } catch (IllegalStateException e) {
      throw new UnreadableSecretException(storage, e);
    }
  }

  /**
   * The secret of a storage, out of its row.
   *
   * @throws IllegalStateException if it was sealed with another key file, or for something else
   */
  public static String open(Vault vault, String storageUuid, String sealed) {
    if (!sealed.startsWith(BUCKET_MARK)) {
      return vault.decrypt(sealed, purpose(storageUuid));
    }
    // of a bucket that was registered before buckets were storages: "bucket:<its uuid>:<sealed>"
    int end = BUCKET_MARK.length() + Uuid.LENGTH;
    return S3Store.ofBucket(vault.decrypt(sealed.substring(end + 1), sealed.substring(0, end)));
  }

  /** What the secret of a storage is sealed for. */
  private static String purpose(String storageUuid) {
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
