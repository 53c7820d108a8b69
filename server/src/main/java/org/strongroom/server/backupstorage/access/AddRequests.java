package org.strongroom.server.backupstorage.access;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.NewResource;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.objectstore.AddS3BackupStorage;
import org.strongroom.api.objectstore.AddSwiftBackupStorage;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.StorageUrl;
import org.strongroom.server.objectstore.ObjectStore;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.SwiftStore;

/** Checks the parts of storages that are to be added and brings them into normal form. */
public final class AddRequests {
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  private AddRequests() {}

  public static NewStorage sftp(AddSftpBackupStorage request) {
    Ssh ssh =
        new Ssh(
            HostAddress.checked(request.hostname()),
            request.sshPort(),
            user(request.username()),
            secret(request.password(), request.privateKey())
                .orElseThrow(() ->
                    ApiException.invalid(
                        "parameter 'password' of AddSftpBackupStorage is required, or 'privateKey'"
                            + " instead")),
            knownHost(request.hostKeyFingerprint()),
            request.allowUnsynced());
    return new NewStorage(
        request.name(),
        request.description(),
        StorageType.SFTP,
        StorageUrl.normalised(request.url()),
        Optional.of(ssh),
        request.importImages(),
        request.takeOver(),
        request.resource());
  }

  public static NewStorage fileSystem(AddFileSystemBackupStorage request) {
    String url = StorageUrl.normalised(request.url());
    if (url.equals("/")) {
      throw ApiException.invalid("url '/' is the management server's whole file system");
    }
    return new NewStorage(
        request.name(),
        request.description(),
        StorageType.FILE_SYSTEM,
        url,
        Optional.empty(),
        request.importImages(),
        request.takeOver(),
        request.resource());
  }

  public static NewStorage s3(AddS3BackupStorage request) {
    return inStore(
        request.name(),
        request.description(),
        StorageType.S3,
        S3Store.of(request),
        request.importImages(),
        request.takeOver(),
        request.resource());
  }

  public static NewStorage swift(AddSwiftBackupStorage request) {
    return inStore(
        request.name(),
        request.description(),
        StorageType.SWIFT,
        SwiftStore.of(request),
        request.importImages(),
        request.takeOver(),
        request.resource());
  }

  private static NewStorage inStore(
      String name,
      @Nullable String description,
      StorageType type,
      ObjectStore store,
      boolean importImages,
      boolean takeOver,
      NewResource resource) {
    return new NewStorage(
        name,
        description,
        type,
        store.url(),
        Optional.empty(),
        Optional.of(store),
        importImages,
        takeOver,
        resource);
  }

  /**
   * The one secret that was given; empty if none was.
   *
   * @throws ApiException SYS.1007 if two were
   */
  public static Optional<SshSecret> secret(@Nullable String password, @Nullable String privateKey) {
    String words = password == null ? "" : password;
    String key = privateKey == null ? "" : privateKey.strip();
    if (!words.isEmpty() && !key.isEmpty()) {
      throw ApiException.invalid("give 'password' or 'privateKey', not both");
    }
    if (!key.isEmpty()) {
      // requests arrive stripped; without its last line end an OpenSSH key is not read
      return Optional.of(new SshSecret.PrivateKey(key + "\n"));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new SshSecret.Password(words));
  }

  /**
   * A user as it was given.
   *
   * @throws ApiException SYS.1007 for one that would forge lines wherever it is told
   */
  public static String user(String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("the name of a user holds no control characters");
    }
    return name;
  }

  /**
   * What a request expects of the host key.
   *
   * @param fingerprint none: the first key that is shown
   * @throws ApiException SYS.1007 for what is no fingerprint
   */
  public static KnownHost knownHost(@Nullable String fingerprint) {
    return fingerprint == null || fingerprint.isEmpty()
        ? new KnownHost.Any()
        : new KnownHost.Fingerprint(fingerprint(fingerprint));
  }

  /**
   * A fingerprint in the form that OpenSSH prints.
   *
   * @throws ApiException SYS.1007 for anything else
   */
  public static String fingerprint(String text) {
    String stripped = text.strip().replaceAll("=+$", "");
    String full = stripped.startsWith("SHA256:") ? stripped : "SHA256:" + stripped;
    if (!FINGERPRINT.matcher(full).matches()) {
      throw ApiException.invalid(
          "hostKeyFingerprint is not a SHA-256 fingerprint as ssh-keygen -l prints it (SHA256:…"
              + " with 43 characters)");
    }
    return full;
  }
}
