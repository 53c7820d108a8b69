package org.strongroom.api;

/** The error codes that existing clients know, each with its fixed description. */
public enum ErrorCode {
  INTERNAL("SYS.1000", "An internal error happened in system"),
  TIMED_OUT("SYS.1001", "An operation timed out"),
  CANNOT_CREATE("SYS.1002", "Unable to create a resource"),
  NOT_FOUND("SYS.1003", "Unable to find a resource"),
  CANNOT_DELETE("SYS.1004", "Unable to delete a resource"),
  CANNOT_CHANGE_STATE("SYS.1005", "Unable to change state of a resource"),
  OPERATION_FAILED("SYS.1006", "An operation failed"),
  INVALID_ARGUMENT("SYS.1007", "One or more API argument is invalid"),
  NOT_SUPPORTED("SYS.1008", "The operation is not supported"),
  NODE_NOT_READY("SYS.1010", "The management node is not ready"),
  /** Something is there already, or still there, and in the way: HTTP's 409. */
  CONFLICT("SYS.1011", "The operation is in conflict with what is there"),
  NODE_UNAVAILABLE("SYS.1012", "The management node is unavailable"),
  /** More is asked for than the server takes at a time; the same call may succeed later. */
  OVERLOADED("SYS.1013", "The management node is overloaded"),
  /** Nothing can be written where the server keeps its catalog. */
  NO_SPACE("SYS.1014", "The management node has no space left"),
  IO_FAILED("SYS.1016", "An I/O operation failed"),
  CANCELLED("SYS.1017", "The operation was cancelled"),
  CANNOT_DOWNLOAD("BS.1000", "Unable to download the image to the backup storage"),
  CANNOT_ATTACH_ZONE("BS.1001", "Unable to attach the backup storage to the zone"),
  CANNOT_DETACH_ZONE("BS.1002", "Unable to detach the backup storage from the zone"),
  CANNOT_ALLOCATE("BS.1003", "Unable to allocate a backup storage"),
  CANNOT_CONNECT("BS.1500", "Unable to connect to the backup storage"),
  CANNOT_RECONNECT_SFTP("BS.SFTP.1000", "Unable to reconnect the SFTP backup storage"),
  UPLOAD_INTERRUPTED("IMG.1001", "The upload of the image was interrupted"),
  WRONG_CREDENTIALS("ID.1000", "Wrong account name or password"),
  INVALID_SESSION("ID.1001", "The session is missing, wrong or expired"),
  PERMISSION_DENIED("ID.1002", "The account has no permission for this operation"),
  QUOTA_EXCEEDED("ID.1003", "A quota is exceeded"),
  TOO_MANY_SESSIONS("ID.1006", "The account has too many sessions"),
  TOO_MANY_LOG_INS("ID.1007", "Too many log-ins");

  private final String code;
  private final String description;

  ErrorCode(String code, String description) {
    this.code = code;
    this.description = description;
  }

  public String code() {
    return code;
  }

  public String description() {
    return description;
  }
}
