package org.strongroom.server.backupstorage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.NewResource;
import org.strongroom.server.backupstorage.StorageAccess.Ssh;

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
    boolean importImages,
    boolean takeOver,
    NewResource resource) {

  Neighbours.Place place(String uuid) {
    return new Neighbours.Place(
        uuid,
        url,
        ssh.map(Ssh::host).orElse(null),
        ssh.map(Ssh::port).orElse(null),
        ssh.map(Ssh::username).orElse(null),
        null,
        null);
  }
}
