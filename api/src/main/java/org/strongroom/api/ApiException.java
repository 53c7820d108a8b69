package org.strongroom.api;

/**
 * A call that ends with an error for its caller: a rule, an argument, a permission, a resource that
 * is not there.
 */
public class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public ApiException(ErrorCode code, String details) {
    this(ApiError.of(code, details));
  }

  public ApiException(ApiError error) {
    super(error.code() + ": " + error.details());
    this.error = error;
  }

  public ApiError error() {
    return error;
  }

  public boolean is(ErrorCode code) {
    return error.code().equals(code.code());
  }

  /** An argument that can not be taken. */
  public static ApiException invalid(String details) {
    return new ApiException(ErrorCode.INVALID_ARGUMENT, details);
  }

  /** A uuid that names nothing. */
  public static ApiException notFound(ResourceType type, String uuid) {
    return new ApiException(ErrorCode.NOT_FOUND, "no " + type.noun() + " has the uuid " + uuid);
  }

  /** Something that is there already, or still there, and in the way. */
  public static ApiException conflict(String details) {
    return new ApiException(ErrorCode.CONFLICT, details);
  }

  /** A rule that forbids the operation for as long as something else is under way or in use. */
  public static ApiException busy(String details) {
    return because(ErrorCode.CONFLICT, details);
  }

  /** A rule that forbids the operation for as long as a storage can not be used. */
  public static ApiException away(String details) {
    return because(ErrorCode.CANNOT_CONNECT, details);
  }

  /** Whether it ends with a storage that can not be used, as {@link #away} says it. */
  public boolean isAway() {
    ApiError cause = error.cause();
    return cause != null && cause.code().equals(ErrorCode.CANNOT_CONNECT.code());
  }

  /** Existing clients know one code for all rules; the cause tells which kind it is. */
  private static ApiException because(ErrorCode kind, String details) {
    return new ApiException(ApiError.of(kind, details).within(ErrorCode.OPERATION_FAILED, details));
  }

  /** A rule that forbids the operation now. */
  public static ApiException refused(String details) {
    return new ApiException(ErrorCode.OPERATION_FAILED, details);
  }
}
