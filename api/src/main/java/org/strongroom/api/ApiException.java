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

  /** A rule that forbids the operation now. */
  public static ApiException refused(String details) {
    return new ApiException(ErrorCode.OPERATION_FAILED, details);
  }
}
