package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.wire.SftpFileSystem;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpStatus;
import org.strongroom.storage.driver.sftp.wire.SftpStatusException;

/**
 * Says what a failure was. SFTP has one answer, FAILURE, for a full disk, a read-only file system
 * and all else, so the file system is asked for its state.
 */
final class SftpFailures {
  /** Less room than this after a failed write means that it failed for want of room. */
  private static final long NO_ROOM = 1 << 20;

  private static final Pattern FULL = Pattern.compile("no space|disk.*full|quota");

  private final SftpFiles files;
  private final SftpPath root;

  SftpFailures(SftpFiles files, SftpPath root) {
    this.files = files;
    this.root = root;
  }

  /** A request whose failure is to be explained. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** A request without an answer. */
  interface Action {
    void run() throws IOException;
  }

  <T> T explain(Object subject, Call<T> call) throws StorageException {
    try {
      return call.run();
    } catch (IOException e) {
      throw explained(subject, e);
    }
  }

  void explain(Object subject, Action action) throws StorageException {
    explain(
        subject,
        () -> {
          action.run();
          return true;
        });
  }

  /** The same for what takes room: a quota does not show in what the file system tells. */
  <T> T explainWrite(Object subject, Call<T> call) throws StorageException {
    try {
      return explain(subject, call);
    } catch (StorageException e) {
      boolean unexplained =
          e.reason() == Reason.FAILED
              && e.getCause() instanceof SftpStatusException refused
              && refused.status() == SftpStatus.FAILURE;
      if (!unexplained) {
        throw e;
      }
      throw new StorageException(
          Reason.FAILED,
          e.getMessage()
              + "; the disk or a quota of the account may be full, although the file system tells"
              + " of free room",
          e);
    }
  }

  /** A write without an answer. */
  void explainWrite(Object subject, Action action) throws StorageException {
    explainWrite(
        subject,
        () -> {
          action.run();
          return true;
        });
  }

  StorageException explained(Object subject, IOException e) {
    return switch (e) {
      case StorageException known -> known;
      case SftpStatusException refused ->
          new StorageException(reason(refused), subject + ": " + text(refused), refused);
      default -> new StorageException(Reason.FAILED, subject + ": " + e.getMessage(), e);
    };
  }

  private Reason reason(SftpStatusException refused) {
    return switch (refused.status()) {
      case NO_SUCH_FILE -> Reason.NOT_FOUND;
      case PERMISSION_DENIED -> Reason.PERMISSION_DENIED;
      case NO_CONNECTION, CONNECTION_LOST -> Reason.UNREACHABLE;
      case FAILURE -> reasonOfFailure(refused);
      default -> Reason.FAILED;
    };
  }

  private Reason reasonOfFailure(SftpStatusException refused) {
    if (FULL.matcher(String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT)).find()) {
      return Reason.NO_SPACE;
    }
    if (!files.canTellFileSystem()) {
      return Reason.FAILED;
    }
    try {
      SftpFileSystem fileSystem = files.fileSystem(root);
      if (fileSystem.readOnly()) {
        return Reason.PERMISSION_DENIED;
      }
      return fileSystem.isFull(NO_ROOM) ? Reason.NO_SPACE : Reason.FAILED;
    } catch (IOException e) {
      refused.addSuppressed(e);
      return Reason.FAILED;
    }
  }

  private static String text(SftpStatusException refused) {
    return switch (refused.status()) {
      case NO_SUCH_FILE -> "no such file or directory";
      case PERMISSION_DENIED -> "permission denied";
      default -> "the server answers '" + refused.getMessage() + "'";
    };
  }
}
