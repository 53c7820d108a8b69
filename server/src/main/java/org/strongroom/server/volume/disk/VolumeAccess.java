package org.strongroom.server.volume.disk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.HostAddress;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.caller.Caller;
import org.strongroom.storage.source.ImageUrl;
import org.strongroom.storage.source.ImageUrl.Credentials;
import org.strongroom.storage.source.ImageUrlException;
import org.strongroom.storage.source.VolumeUrl;

/**
 * How the disk of a volume is reached.
 *
 * @param url without user and password
 * @param username empty for none
 * @param secret what proves the user, if that is known
 * @param knownHost the host key that an SSH server has to show
 */
public record VolumeAccess(
    VolumeUrl url, String username, Optional<SshSecret> secret, KnownHost knownHost) {

  /**
   * Out of what a caller said.
   *
   * @throws ApiException SYS.1007 for what cannot be right; ID.1002 for files of the management
   *     server that the caller may not name
   */
  public static VolumeAccess of(
      String url,
      @Nullable String username,
      @Nullable String password,
      @Nullable String privateKey,
      @Nullable String hostKeyFingerprint,
      Caller caller) {
    VolumeUrl given = parsed(url);
    checkMayName(given, caller);
    Optional<Credentials> inUrl = given.credentials();
    String user = username == null ? inUrl.map(Credentials::user).orElse("") : username;
    if (username != null && inUrl.filter(c -> !c.user().equals(username)).isPresent()) {
      throw ApiException.invalid("the url names another user than 'username'");
    }
    Optional<String> word =
        Optional.ofNullable(password)
            .filter(text -> !text.isEmpty())
            .or(() -> inUrl.map(Credentials::password).filter(text -> !text.isEmpty()));
    Optional<SshSecret> secret = AddRequests.secret(word.orElse(null), privateKey);
    VolumeAccess access =
        new VolumeAccess(
            parsed(given.bare()), user, secret, AddRequests.knownHost(hostKeyFingerprint));
    access.check();
    return access;
  }

  public static VolumeUrl parsed(String url) {
    try {
      return VolumeUrl.parse(url.startsWith("/") ? "file://" + url : url);
    } catch (ImageUrlException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Files and sockets of the management server are for who administers it. */
  private static void checkMayName(VolumeUrl url, Caller caller) {
    if (url.host().isEmpty() && !caller.administersServer()) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may not name files of the management server"
              .formatted(caller.accountName()));
    }
  }

  private void check() {
    AddRequests.user(username);
    boolean ssh = url.scheme() == VolumeUrl.Scheme.SSH;
    if (ssh) {
      HostAddress.checked(url.host());
      if (username.isEmpty()) {
        throw ApiException.invalid("an ssh url needs a user: ssh://user@host/path, or 'username'");
      }
      if (secret.isEmpty()) {
        throw ApiException.invalid(
            "an ssh url needs 'password' or 'privateKey', or a password in the url");
      }
      return;
    }
    if (secret.orElse(null) instanceof SshSecret.PrivateKey) {
      throw ApiException.invalid("'privateKey' is for ssh urls");
    }
    if (!(knownHost instanceof KnownHost.Any)) {
      throw ApiException.invalid("'hostKeyFingerprint' is for ssh urls");
    }
    if (url.scheme().isNbd()) {
      VolumeExports.url(this);
    }
    boolean http = url.scheme() == VolumeUrl.Scheme.HTTP || url.scheme() == VolumeUrl.Scheme.HTTPS;
    if (!http && (!username.isEmpty() || secret.isPresent())) {
      throw ApiException.invalid("a %s url has no user and password".formatted(scheme()));
    }
  }

  /** As it stands in a url. */
  String scheme() {
    return url.scheme().wireName();
  }

  /** The same, expecting another host key. */
  public VolumeAccess expecting(KnownHost other) {
    return new VolumeAccess(url, username, secret, other);
  }

  /** Of a file on a web server. */
  ImageUrl asImageUrl() {
    ImageUrl bare = ImageUrl.parse(url.text());
    Optional<Credentials> credentials =
        username.isEmpty() ? Optional.empty() : Optional.of(new Credentials(username, password()));
    return new ImageUrl(
        bare.text(),
        bare.scheme(),
        credentials,
        bare.host(),
        bare.port(),
        bare.path(),
        bare.target(),
        bare.fragment());
  }

  /** The password; empty for none. */
  String password() {
    return secret.orElse(null) instanceof SshSecret.Password(String text) ? text : "";
  }

  /** What may be shown: the user, but no secret. */
  public String shown() {
    boolean secretToo = secret.orElse(null) instanceof SshSecret.Password;
    String masked = url.masked();
    if (username.isEmpty()) {
      return masked;
    }
    String user = url.scheme() == VolumeUrl.Scheme.SSH ? username : "***";
    return masked.replaceFirst(
        "://",
        java.util.regex.Matcher.quoteReplacement("://" + user + (secretToo ? ":***" : "") + "@"));
  }

  @Override
  public String toString() {
    return shown();
  }
}
