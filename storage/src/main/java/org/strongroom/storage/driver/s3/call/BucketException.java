package org.strongroom.storage.driver.s3.call;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.source.guard.RefusedAddressException;

/** An object store did not do what was asked. The message is for its owner and holds no secret. */
public class BucketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Reason {
    /** No connection, or no answer in time. */
    UNREACHABLE,
    /** The address guard lets nobody connect there. */
    REFUSED_ADDRESS,
    /** The credential is not taken, or does not allow this. */
    DENIED,
    NO_SUCH_BUCKET,
    /** No such object. */
    NOT_FOUND,
    /** Another object has this key. */
    EXISTS,
    /** The upload in parts is over, or was given up. */
    NO_SUCH_UPLOAD,
    /** The object is not the one any more that was asked for. */
    CHANGED,
    /** The bytes are not what their digest says. */
    DAMAGED,
    /** The store gives back other bytes than it was sent. */
    NOT_KEPT,
    /** A key that no object may have here. */
    INVALID_KEY,
    /** Any other answer. */
    FAILED
  }

  private final Reason reason;

  public BucketException(Reason reason, String message) {
    this(reason, message, null);
  }

  public BucketException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public static BucketException refused(RefusedAddressException e) {
    return new BucketException(Reason.REFUSED_ADDRESS, String.valueOf(e.getMessage()), e);
  }

  public Reason reason() {
    return reason;
  }
}
