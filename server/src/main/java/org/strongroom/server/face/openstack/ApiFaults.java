package org.strongroom.server.face.openstack;

import java.util.Map;
import java.util.Set;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.OperationModel;
import org.strongroom.server.caller.Caller;

/** Errors of the services as the faults that clients of the volume API know. */
final class ApiFaults {
  /** After which a storage may have room again; nobody knows better. */
  private static final int RETRY_SECONDS = 60;

  /** 401 is never the node's: clients would log in again and repeat the call. */
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry(ErrorCode.NOT_FOUND.code(), 404),
          Map.entry(ErrorCode.CONFLICT.code(), 409),
          Map.entry(ErrorCode.INVALID_ARGUMENT.code(), 400),
          Map.entry(ErrorCode.OPERATION_FAILED.code(), 400),
          Map.entry(ErrorCode.CANNOT_CHANGE_STATE.code(), 400),
          Map.entry(ErrorCode.CANNOT_CREATE.code(), 400),
          Map.entry(ErrorCode.CANNOT_DELETE.code(), 400),
          Map.entry(ErrorCode.CANNOT_CONNECT.code(), 400),
          Map.entry(ErrorCode.CANNOT_DOWNLOAD.code(), 400),
          Map.entry(ErrorCode.NOT_SUPPORTED.code(), 501),
          Map.entry(ErrorCode.PERMISSION_DENIED.code(), 403),
          Map.entry(ErrorCode.QUOTA_EXCEEDED.code(), 413),
          Map.entry(ErrorCode.CANNOT_ALLOCATE.code(), 413),
          Map.entry(ErrorCode.CANCELLED.code(), 409),
          Map.entry(ErrorCode.INVALID_SESSION.code(), 401),
          Map.entry(ErrorCode.IO_FAILED.code(), 503),
          Map.entry(ErrorCode.TIMED_OUT.code(), 503),
          Map.entry(ErrorCode.NODE_NOT_READY.code(), 503),
          Map.entry(ErrorCode.NODE_UNAVAILABLE.code(), 503),
          Map.entry(ErrorCode.OVERLOADED.code(), 503),
          Map.entry(ErrorCode.TOO_MANY_LOG_INS.code(), 503),
          Map.entry(ErrorCode.NO_SPACE.code(), 503));

  private static final Set<String> UNREACHABLE =
      Set.of(ErrorCode.CANNOT_CONNECT.code(), ErrorCode.IO_FAILED.code());

  private ApiFaults() {}

  /** The fault that a call of the operation ends with. */
  static Fault of(ApiError error, OperationModel operation, Caller caller) {
    int status = STATUSES.getOrDefault(error.code(), 500);
    if (status == 403 && !caller.administrator()) {
      return forbidden(operation);
    }
    return switch (status) {
      case 413 -> Fault.overLimit(error.inOneLine(), RETRY_SECONDS);
      case 500 -> new Fault(500, Faults.UNEXPECTED);
      default -> new Fault(status, error.inOneLine());
    };
  }

  /**
   * The same, for operations on a node that was there: not to reach it is no fault of the caller.
   */
  static Fault ofReaching(ApiError error, OperationModel operation, Caller caller) {
    return UNREACHABLE.contains(error.code())
        ? new Fault(503, error.inOneLine())
        : of(error, operation, caller);
  }

  static Fault forbidden(OperationModel operation) {
    return new Fault(
        403,
        "Policy doesn't allow %s to be performed."
            .formatted(operation.command().replace(' ', ':')));
  }
}
