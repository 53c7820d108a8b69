package org.strongroom.server.job;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Failures of reading and writing in the words of callers. */
public final class IoErrors {
  private static final Set<Reason> AWAY =
      EnumSet.of(
          Reason.UNREACHABLE,
          Reason.TIMED_OUT,
          Reason.CREDENTIALS_REJECTED,
          Reason.HOST_KEY_CHANGED);

  private IoErrors() {}

  /** The failure as {@code SYS.1016}; its cause tells a full storage from one that is away. */
  public static ApiError of(IOException failure) {
    return as(ErrorCode.IO_FAILED, message(failure), failure);
  }

  /** The failure as an error of another kind, with the same causes. */
  public static ApiError as(ErrorCode code, String details, IOException failure) {
    if (failure instanceof StorageException storage) {
      if (storage.reason() == Reason.NO_SPACE) {
        return within(ErrorCode.CANNOT_ALLOCATE, code, details, failure);
      }
      if (isAway(storage)) {
        return within(ErrorCode.CANNOT_CONNECT, code, details, failure);
      }
    }
    return ApiError.of(code, details);
  }

  /** Whether the storage itself was not there, rather than what was looked for on it. */
  public static boolean isAway(StorageException failure) {
    return AWAY.contains(failure.reason());
  }

  private static ApiError within(
      ErrorCode kind, ErrorCode code, String details, IOException failure) {
    return ApiError.of(kind, message(failure)).within(code, details);
  }

  private static String message(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
