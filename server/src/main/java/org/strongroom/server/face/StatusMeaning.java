package org.strongroom.server.face;

import java.util.Map;
import org.strongroom.api.ErrorCode;

/** What errors are in HTTP's words: whether the caller or the server is at fault. */
final class StatusMeaning {
  private static final int CALLER = 400;

  private static final Map<String, Integer> OTHERS =
      Map.ofEntries(
          Map.entry(ErrorCode.INTERNAL.code(), 500),
          Map.entry(ErrorCode.TIMED_OUT.code(), 503),
          Map.entry(ErrorCode.NODE_NOT_READY.code(), 503),
          Map.entry(ErrorCode.NODE_UNAVAILABLE.code(), 503),
          Map.entry(ErrorCode.OVERLOADED.code(), 503),
          Map.entry(ErrorCode.NO_SPACE.code(), 507),
          Map.entry(ErrorCode.IO_FAILED.code(), 503),
          Map.entry(ErrorCode.OPERATION_FAILED.code(), 503),
          Map.entry(ErrorCode.CANNOT_CONNECT.code(), 503),
          Map.entry(ErrorCode.CANNOT_RECONNECT_SFTP.code(), 503),
          Map.entry(ErrorCode.CANNOT_DOWNLOAD.code(), 503),
          Map.entry(ErrorCode.NOT_FOUND.code(), 404),
          Map.entry(ErrorCode.CONFLICT.code(), 409),
          Map.entry(ErrorCode.WRONG_CREDENTIALS.code(), 401),
          Map.entry(ErrorCode.INVALID_SESSION.code(), 401),
          Map.entry(ErrorCode.PERMISSION_DENIED.code(), 403),
          Map.entry(ErrorCode.TOO_MANY_LOG_INS.code(), 429));

  private StatusMeaning() {}

  static int of(String code) {
    return OTHERS.getOrDefault(code, CALLER);
  }
}
