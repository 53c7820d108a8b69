package org.strongroom.server.image;

import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** Bytes came for an image that does not wait for any, or that others are coming for. */
public final class UploadConflictException extends ApiException {
  private static final long serialVersionUID = 1L;

  UploadConflictException(String details) {
    super(ErrorCode.OPERATION_FAILED, details);
  }
}
