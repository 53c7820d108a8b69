package org.strongroom.server.volume.repository;

import java.util.Objects;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.objectstore.StoreColumns;

/** What stock restic has to be told to find the repository of a storage. */
public record ResticCommand(String repository) {
  public static ResticCommand of(StorageRow storage) {
    return new ResticCommand(
        switch (storage.type()) {
          case FILE_SYSTEM -> below(storage.url());
          case SFTP -> sftp(storage);
          case S3 -> s3(Objects.requireNonNull(storage.store()));
          case SWIFT -> swift(Objects.requireNonNull(storage.store()));
        });
  }

  private static String below(String url) {
    return (url.endsWith("/") ? url : url + "/") + Repositories.DIRECTORY;
  }

  /** Two slashes: the path is absolute. */
  private static String sftp(StorageRow storage) {
    String host = Objects.requireNonNull(storage.hostname());
    return "sftp://%s@%s:%d/%s"
        .formatted(
            storage.username(),
            host.contains(":") ? "[" + host + "]" : host,
            storage.sshPort(),
            below(storage.url()));
  }

  private static String s3(StoreColumns store) {
    return "s3:%s/%s/%s"
        .formatted(store.endpoint().replaceAll("/+$", ""), store.bucketName(), prefixed(store));
  }

  private static String swift(StoreColumns store) {
    return "swift:%s:/%s".formatted(store.bucketName(), prefixed(store));
  }

  private static String prefixed(StoreColumns store) {
    String prefix = store.prefix().replaceAll("^/+|/+$", "");
    return (prefix.isEmpty() ? "" : prefix + "/") + Repositories.DIRECTORY;
  }

  /** A line that lists the snapshots. */
  public String line() {
    boolean plain = repository.matches("[A-Za-z0-9_./:@%+,=-]+");
    String quoted = plain ? repository : "'" + repository.replace("'", "'\\''") + "'";
    return "restic -r " + quoted + " snapshots";
  }
}
