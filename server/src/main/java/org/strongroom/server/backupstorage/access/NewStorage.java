package org.strongroom.server.backupstorage.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.NewResource;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.objectstore.ObjectStore;

/**
 * A storage that is to be added, whatever its type; its parts are checked and in normal form.
 *
 * @param importImages bring back what an earlier storage left there
 * @param takeOver take a directory that belongs to another server's storage
 */
public record NewStorage(
    String name,
    @Nullable String description,
    StorageType type,
    String url,
    Optional<Ssh> ssh,
    Optional<ObjectStore> store,
    boolean importImages,
    boolean takeOver,
    NewResource resource) {

  /** In a directory, here or on a server. */
  public NewStorage(
      String name,
      @Nullable String description,
      StorageType type,
      String url,
      Optional<Ssh> ssh,
      boolean importImages,
      boolean takeOver,
      NewResource resource) {
    this(name, description, type, url, ssh, Optional.empty(), importImages, takeOver, resource);
  }

  public Neighbours.Place place(String uuid) {
    return new Neighbours.Place(
        uuid,
        url,
        ssh.map(Ssh::host).or(() -> store.map(at -> at.columns().endpoint())).orElse(null),
        ssh.map(Ssh::port).orElse(null),
        ssh.map(Ssh::username).orElse(null),
        null,
        null);
  }
}
