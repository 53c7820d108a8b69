package org.strongroom.server.backupstorage.access;

import java.util.Optional;
import org.strongroom.server.objectstore.ObjectStore;
import org.strongroom.storage.driver.HostKey;

/**
 * How a storage is reached: what a driver is made from.
 *
 * @param url absolute path of the storage's directory; for object stores what is shown
 * @param ssh for storages that are reached by SSH
 * @param store for storages in object stores
 */
public record StorageAccess(
    String storageUuid, String url, Optional<Ssh> ssh, Optional<ObjectStore> store) {

  /** Of a directory, here or on a server. */
  public StorageAccess(String storageUuid, String url, Optional<Ssh> ssh) {
    this(storageUuid, url, ssh, Optional.empty());
  }

  /** Of a place in an object store. */
  public StorageAccess(String storageUuid, ObjectStore store) {
    this(storageUuid, store.url(), Optional.empty(), Optional.of(store));
  }

  /**
   * A server and a log-in.
   *
   * @param host IPv4 or IPv6 address, or DNS name
   * @param allowUnsynced whether the server is used although it cannot bring files to its disk
   */
  public record Ssh(
      String host,
      int port,
      String username,
      SshSecret secret,
      KnownHost knownHost,
      boolean allowUnsynced) {

    /** The same, expecting another host key. */
    Ssh expecting(KnownHost other) {
      return new Ssh(host, port, username, secret, other, allowUnsynced);
    }
  }

  /** Which host key is expected. */
  public sealed interface KnownHost {
    /** Whichever is shown first. */
    record Any() implements KnownHost {}

    /** The one with this SHA-256 fingerprint, {@code SHA256:…}. */
    record Fingerprint(String sha256) implements KnownHost {}

    /** This one. */
    record Pinned(HostKey key) implements KnownHost {}
  }

  /** The same, expecting another host key. */
  public StorageAccess expecting(KnownHost knownHost) {
    return new StorageAccess(storageUuid, url, ssh.map(s -> s.expecting(knownHost)), store);
  }
}
