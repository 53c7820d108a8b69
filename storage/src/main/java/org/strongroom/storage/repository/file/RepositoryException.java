package org.strongroom.storage.repository.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a repository could not do what was asked, other than for a reason that lies in its storage.
 * The message never holds a secret.
 */
public final class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it was. */
  public enum Reason {
    /** There is no repository in the directory. */
    NO_REPOSITORY,
    /** There is one already. */
    EXISTS,
    /** No key of the repository opens with the password. */
    WRONG_PASSWORD,
    /** The repository is of a version or has something in it that is not understood. */
    UNSUPPORTED,
    /** A file is not what its name says, or its content cannot be. */
    DAMAGED,
    /** What was asked for, or a pack that is needed, is not there. */
    MISSING,
    /** Somebody else holds a lock; the message says who. */
    LOCKED,
    /** Somebody removed our lock, and what was written may have been removed with it. */
    LOCK_LOST
  }

  private final Reason reason;

  public RepositoryException(Reason reason, String message) {
    this(reason, message, null);
  }

  public RepositoryException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is said of a file or blob whose content cannot be. */
  public static RepositoryException damaged(String message) {
    return new RepositoryException(Reason.DAMAGED, message);
  }

  public Reason reason() {
    return reason;
  }
}
