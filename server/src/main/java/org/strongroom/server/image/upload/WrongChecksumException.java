package org.strongroom.server.image.upload;

import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** A part of an upload came with another digest than its sender told; none of it was kept. */
public final class WrongChecksumException extends ApiException {
  private static final long serialVersionUID = 1L;

  WrongChecksumException(String details) {
    super(ErrorCode.INVALID_ARGUMENT, details);
  }
}
