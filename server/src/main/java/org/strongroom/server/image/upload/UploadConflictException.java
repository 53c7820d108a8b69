package org.strongroom.server.image.upload;

import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** Bytes came for an image that does not wait for any, or that others are coming for. */
public final class UploadConflictException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final boolean busy;

  UploadConflictException(String details) {
    this(details, false);
  }

  /**
   * @param busy whether it is only that others are sending now
   */
  UploadConflictException(String details, boolean busy) {
    super(ErrorCode.OPERATION_FAILED, details);
    this.busy = busy;
  }

  /** Whether it may be otherwise in a moment. */
  public boolean isBusy() {
    return busy;
  }
}
