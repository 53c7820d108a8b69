package org.strongroom.server.face.zstack;

import java.util.Map;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** A body that by its head is not the bytes of an image; none of it was taken. */
final class UnfitBodyException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  /**
   * @param status of the answer
   */
  UnfitBodyException(int status, String details) {
    this(status, details, Map.of());
  }

  /**
   * @param headers of the answer, that say what would be taken
   */
  UnfitBodyException(int status, String details, Map<String, String> headers) {
    super(ErrorCode.INVALID_ARGUMENT, details + "; nothing was taken");
    this.status = status;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
