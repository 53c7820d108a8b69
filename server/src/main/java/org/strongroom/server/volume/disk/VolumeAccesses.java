package org.strongroom.server.volume.disk;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.source.VolumeUrl;

/** How volumes are reached, out of their rows, where urls and secrets lie encrypted. */
public final class VolumeAccesses {
  private static final String PASSWORD = "password";
  private static final String KEY = "key";
  private static final String NONE = "none";

  private final Vault vault;

  public VolumeAccesses(Vault vault) {
    this.vault = vault;
  }

  /** As it is kept in the row of this volume, and of no other. */
  public String seal(String volumeUuid, VolumeAccess access) {
    String kind =
        switch (access.secret().orElse(null)) {
          case SshSecret.Password password -> PASSWORD + "\n" + password.text();
          case SshSecret.PrivateKey key -> KEY + "\n" + key.text();
          case null -> NONE + "\n";
        };
    String text = String.join("\n", List.of(access.url().text(), access.username(), kind));
    return vault.encrypt(text, purpose(volumeUuid));
  }

  public VolumeAccess open(String volumeUuid, String sealed, @Nullable String hostKey) {
    String[] parts = vault.decrypt(sealed, purpose(volumeUuid)).split("\n", 4);
    Optional<SshSecret> secret =
        switch (parts[2]) {
          case PASSWORD -> Optional.of(new SshSecret.Password(parts[3]));
          case KEY -> Optional.of(new SshSecret.PrivateKey(parts[3]));
          default -> Optional.empty();
        };
    KnownHost known =
        hostKey == null
            ? new KnownHost.Any()
            : new KnownHost.Pinned(StorageAccesses.parse(hostKey));
    return new VolumeAccess(VolumeUrl.parse(parts[0]), parts[1], secret, known);
  }

  /** The same of a volume; empty if nobody has said where it is. */
  public Optional<VolumeAccess> of(VolumeRow volume) {
    return Optional.ofNullable(volume.access())
        .map(sealed -> open(volume.uuid(), sealed, volume.hostKey()));
  }

  private static String purpose(String volumeUuid) {
    return "volume:" + volumeUuid;
  }
}
