package org.strongroom.server.volume.disk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.caller.Caller;
import org.strongroom.storage.source.VolumeUrl;

/** Urls that callers name beside those of volumes: the same server need not be given a secret. */
public final class SameServer {
  private SameServer() {}

  /**
   * Out of what a caller said.
   *
   * @param volume how the volume itself is reached, if there is one
   * @throws org.strongroom.api.ApiException as {@link VolumeAccess#of}
   */
  public static VolumeAccess of(
      String text,
      @Nullable String username,
      @Nullable String password,
      @Nullable String privateKey,
      @Nullable String hostKeyFingerprint,
      Optional<VolumeAccess> volume,
      Caller caller) {
    VolumeUrl url = VolumeAccess.parsed(text);
    boolean secretGiven =
        AddRequests.secret(password, privateKey).isPresent()
            || url.credentials().filter(c -> !c.password().isEmpty()).isPresent();
    Optional<VolumeAccess> same =
        volume.filter(own ->
            !secretGiven
                && url.scheme() == VolumeUrl.Scheme.SSH
                && own.url().scheme() == url.scheme()
                && own.url().host().equals(url.host())
                && own.url().port() == url.port()
                && (username == null || username.equals(own.username()))
                && (url.credentials().isEmpty()
                    || url.credentials().get().user().equals(own.username())));
    if (same.isEmpty()) {
      return VolumeAccess.of(text, username, password, privateKey, hostKeyFingerprint, caller);
    }
    String user = url.credentials().isPresent() ? null : same.get().username();
    String key =
        same.get().secret().orElse(null) instanceof SshSecret.PrivateKey(String k) ? k : null;
    String word = same.get().password().isEmpty() ? null : same.get().password();
    VolumeAccess access = VolumeAccess.of(text, user, word, key, hostKeyFingerprint, caller);
    return hostKeyFingerprint == null ? access.expecting(same.get().knownHost()) : access;
  }
}
