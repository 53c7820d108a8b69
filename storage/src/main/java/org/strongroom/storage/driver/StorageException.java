package org.strongroom.storage.driver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a storage could not do what was asked. The message names the storage's address or the path,
 * says what was wrong, and never holds a secret.
 */
public class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it was: policy (retry, status, error code) is chosen by this alone. */
  public enum Reason {
    /** No connection: refused, no route, name not found, dropped. */
    UNREACHABLE,
    /** The storage did not answer within the time given. */
    TIMED_OUT,
    /** User name, password or key were refused. */
    CREDENTIALS_REJECTED,
    /** The server's host key is not the pinned one; no credential was sent. */
    HOST_KEY_CHANGED,
    /** No such file or directory. */
    NOT_FOUND,
    /** The path exists and was not to be replaced. */
    EXISTS,
    /** The account may not do this, or the file system is read-only. */
    PERMISSION_DENIED,
    /** The disk or a quota is full. */
    NO_SPACE,
    /** A directory stands where a file was expected, or the other way round. */
    WRONG_TYPE,
    /** Any other failure of reading or writing. */
    FAILED
  }

  private final Reason reason;

  public StorageException(Reason reason, String message) {
    this(reason, message, null);
  }

  public StorageException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
