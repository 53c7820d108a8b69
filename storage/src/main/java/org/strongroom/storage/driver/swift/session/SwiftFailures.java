package org.strongroom.storage.driver.swift.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.source.guard.RefusedAddressException;

/** What the failures of a store mean. */
public final class SwiftFailures {
  private SwiftFailures() {}

  /** There was no answer. */
  public static StorageException unreachable(String subject, IOException e) {
    if (e instanceof StorageException known) {
      return known;
    }
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (Thread.currentThread().isInterrupted()
        || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))) {
      Thread.currentThread().interrupt();
      return new StorageException(Reason.FAILED, subject + ": interrupted", e);
    }
    Reason reason =
        switch (e) {
          case SocketTimeoutException _ -> Reason.TIMED_OUT;
          case RefusedAddressException _, AnswerTooLongException _ -> Reason.FAILED;
          default -> Reason.UNREACHABLE;
        };
    return new StorageException(reason, subject + ": " + text, e);
  }

  /** The answer was no success. */
  static StorageException answered(String subject, SwiftCall call, SwiftAnswer answer) {
    String hint =
        switch (answer.status()) {
          case 401 -> "; the store does not take a new token of the identity service either";
          case 403 -> "; the account has no right to " + call.purpose();
          case 404 ->
              call.object().isEmpty() || call.method().equals("PUT")
                  ? "; make the container, or have it made with createContainer=true"
                  : "";
          case 409 ->
              call.method().equals("GET") ? "; segments of the object are missing or changed" : "";
          case 413, 507 -> isFull(answer) ? "; a quota or the store is full" : "";
          default ->
              answer.status() / 100 == 3
                  ? "; the store sends callers elsewhere, where no token goes"
                  : "";
        };
    return new StorageException(
        reason(answer),
        "%s: %s failed: the store answers %s%s"
            .formatted(subject, call.shown(), answer.told(), hint));
  }

  private static Reason reason(SwiftAnswer answer) {
    return switch (answer.status()) {
      case 401 -> Reason.CREDENTIALS_REJECTED;
      case 403 -> Reason.PERMISSION_DENIED;
      case 404 -> Reason.NOT_FOUND;
      case 412 -> Reason.EXISTS;
      case 413 -> isFull(answer) ? Reason.NO_SPACE : Reason.FAILED;
      case 507 -> Reason.NO_SPACE;
      case 408, 429, 498 -> Reason.UNREACHABLE;
      default ->
          answer.status() >= 500 && answer.status() != 501 ? Reason.UNREACHABLE : Reason.FAILED;
    };
  }

  private static boolean isFull(SwiftAnswer answer) {
    return answer.status() == 507 || answer.text().toLowerCase(Locale.ROOT).contains("quota");
  }

  /** Whether the same call may go well a little later. 422 is for bytes that arrived as others. */
  public static boolean isPassing(int status) {
    return switch (status) {
      case 408, 422, 429, 498, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  public static boolean isPassing(StorageException e) {
    return (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMED_OUT)
        && !(e.getCause() instanceof javax.net.ssl.SSLHandshakeException)
        && !(e.getCause() instanceof javax.net.ssl.SSLPeerUnverifiedException);
  }
}
