package org.strongroom.api.backupstorage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/**
 * Tries a Linux server as a backup storage before it is added: shows its host key, and with a
 * password or key logs in, finds the room, writes a file, brings it to the disk, reads it back,
 * measures, and removes it. Nothing of it stays there or here. Without a password or key none is
 * sent, and only the host key is shown.
 */
@Operation(
    summary = "Tries a Linux server as a backup storage before it is added, and measures it.",
    method = HttpMethod.POST,
    path = "/backup-storage/sftp/trials",
    since = "1.0",
    timeoutSeconds = 300,
    command = "backup-storage test")
public record TestSftpBackupStorage(
    @Parameter(
            value = "IP address or DNS name of the server",
            required = true,
            maxLength = 255,
            positional = true)
        String hostname,
    @Parameter(value = "SSH port", min = 1, max = 65535, defaultValue = "22") int sshPort,
    @Parameter(value = "SSH user; needed to log in", maxLength = 255) @Nullable String username,
    @Parameter(value = "SSH password of the user", maxLength = 255, secret = true)
        @Nullable String password,
    @Parameter(
            value = "SSH private key of the user in PEM or OpenSSH form, instead of a password",
            maxLength = 16384,
            secret = true)
        @Nullable String privateKey,
    @Parameter(
            value =
                "absolute path of the directory that is to keep the images; the user's home if not"
                    + " given. If it is not there, the nearest directory above it is tried",
            maxLength = 2048)
        @Nullable String url,
    @Parameter(
            value =
                "SHA-256 fingerprint of the host key to expect, as ssh-keygen -l prints it; nothing"
                    + " is sent to a server that shows another",
            maxLength = 255)
        @Nullable String hostKeyFingerprint,
    @Parameter(
            value = "MiB to write and read back, at most; it ends earlier after 30 seconds",
            min = 1,
            max = 1024,
            defaultValue = "64")
        int megabytes)
    implements Request<TestSftpBackupStorage.Reply> {
  /**
   * What was found.
   *
   * @param hostKeyAlgorithm such as {@code ssh-ed25519}
   * @param hostKeyFingerprint to be compared with what {@code ssh-keygen -l} prints on the server
   * @param loggedIn whether a password or key was given and taken; what follows is there only then
   * @param directory the directory that was tried, with its links resolved
   * @param directoryExists whether it is the one that was asked for, and not one above it
   * @param hostName as the server calls itself, if it has a shell
   * @param shell whether commands can be run there
   * @param tools programs found there that make work cheaper
   * @param sftpExtensions what its SFTP server offers beyond the protocol
   * @param syncedBy how files are brought to the disk; missing if the server cannot
   * @param latencyMillis how long an answer takes, the middle one of several
   * @param writtenBytes how much was written, brought to the disk, read back and found the same
   * @param writeBytesPerSecond with the time until it was on the disk
   * @param readBytesPerSecond as the server gave it, perhaps from its memory
   * @param problems why AddSftpBackupStorage would refuse it without further consent
   */
  public record Reply(
      String hostKeyAlgorithm,
      String hostKeyFingerprint,
      boolean loggedIn,
      @Nullable String directory,
      @Nullable Boolean directoryExists,
      @Nullable String hostName,
      @Nullable Long totalCapacity,
      @Nullable Long availableCapacity,
      @Nullable Boolean shell,
      @Nullable List<String> tools,
      @Nullable List<String> sftpExtensions,
      @Nullable String syncedBy,
      @Nullable Double latencyMillis,
      @Nullable Long writtenBytes,
      @Nullable Long writeBytesPerSecond,
      @Nullable Long readBytesPerSecond,
      List<String> problems) {

    /** When nothing but the host key was asked for. */
    public static Reply ofHostKey(String algorithm, String fingerprint) {
      return new Reply(
          algorithm,
          fingerprint,
          false,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          List.of());
    }
  }
}
