package org.strongroom.storage.driver.s3.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.source.guard.RefusedAddressException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Failures of the SDK in our words. */
public final class S3Failures {
  private static final int LONGEST_MESSAGE = 300;
  private static final String SKEWED = "RequestTimeTooSkewed";
  private static final Set<String> DENIED =
      Stream.concat(
              BucketWay.WANT_HOST_NAME.stream(),
              Stream.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", SKEWED))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> UNKNOWN_KEY =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch");

  /** Stores refuse what was signed more than a quarter of an hour before or after. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(14);

  private final BucketAccess access;
  private final InstantSource clock;

  public S3Failures(BucketAccess access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
  }

  /**
   * What to tell of a failure.
   *
   * @param action what was tried
   */
  IOException explain(S3Action action, RuntimeException failure) {
    if (Causes.find(failure, AbortedException.class).isPresent()
        || Causes.find(failure, InterruptedException.class).isPresent()
        || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return new InterruptedIOException(
          "interrupted while " + action.doing() + " " + access.label());
    }
    return Causes.find(failure, StoppedException.class)
        .map(StoppedException::why)
        .or(() -> Causes.find(failure, SourceFailedException.class).map(SourceFailedException::why))
        .or(() -> Causes.find(failure, BucketException.class))
        .orElseGet(() -> ofStore(action, failure));
  }

  private BucketException ofStore(S3Action action, RuntimeException failure) {
    Optional<RefusedAddressException> refused = Causes.find(failure, RefusedAddressException.class);
    if (refused.isPresent()) {
      return BucketException.refused(refused.get());
    }
    return Causes.find(failure, AwsServiceException.class)
        .map(answer -> answered(action, answer))
        .orElseGet(() -> unreachable(action, failure));
  }

  private BucketException unreachable(S3Action action, RuntimeException failure) {
    Optional<IOException> cause = Causes.find(failure, IOException.class);
    boolean timedOut = Causes.find(failure, ApiCallTimeoutException.class).isPresent();
    Reason reason = cause.isPresent() || timedOut ? Reason.UNREACHABLE : Reason.FAILED;
    Throwable told = cause.isPresent() ? cause.get() : failure;
    String message =
        told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    return new BucketException(
        reason,
        "%s %s failed: %s".formatted(action.doing(), access.label(), tidy(message)),
        failure);
  }

  private BucketException answered(S3Action action, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String text = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    int status = answer.statusCode();
    String why =
        switch (reason(status, code)) {
          case NO_SUCH_BUCKET -> "there is no such bucket";
          case NOT_FOUND -> "there is no such object";
          case NO_SUCH_UPLOAD -> "the upload is over, or was given up";
          case CHANGED -> "the object is not the one any more that was asked for";
          case DENIED ->
              skew(code, details)
                  .or(() -> hostName(code, text))
                  .orElseGet(() -> denied(action, status, code) + answerOf(code, text));
          default ->
              status / 100 == 3
                  ? "the store sends callers elsewhere (%d); name the endpoint and the region of the bucket itself"
                      .formatted(status)
                  : "the store answered %d%s".formatted(status, answerOf(code, text));
        };
    return new BucketException(
        reason(status, code),
        "%s %s failed: %s".formatted(action.doing(), access.label(), why),
        answer);
  }

  /**
   * What to tell if the clocks differ too much for any signature to be taken. An answer to HEAD has
   * no code, but all have the time of the store.
   */
  private Optional<String> skew(String code, @Nullable AwsErrorDetails details) {
    Instant here = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> there = storeTime(details);
    boolean far = there.filter(time -> far(time, here)).isPresent();
    if (!far && !code.equals(SKEWED)) {
      return Optional.empty();
    }
    return Optional.of(
        "the clocks of the store and of this server are too far apart (%s): the store's says %s, this server's %s"
            .formatted(SKEWED, there.map(Instant::toString).orElse("nothing"), here));
  }

  /** Not every store tells a key that it does not know from one that may not do this. */
  private static String denied(S3Action action, int status, String code) {
    if (status == 401 || UNKNOWN_KEY.contains(code)) {
      return "the credential is not taken";
    }
    return "the credential is not taken, or lacks the right "
        + action.right()
        + (action == S3Action.DELETE ? ", or the object is locked" : "");
  }

  private static Optional<String> hostName(String code, String text) {
    return BucketWay.WANT_HOST_NAME.contains(code)
        ? Optional.of(
            "the store takes a bucket's name in the host name only; give addressing=virtual"
                + answerOf(code, text))
        : Optional.empty();
  }

  private static boolean far(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(MOST_SKEW) > 0;
  }

  private static Optional<Instant> storeTime(@Nullable AwsErrorDetails details) {
    if (details == null || details.sdkHttpResponse() == null) {
      return Optional.empty();
    }
    return details
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .flatMap(text -> {
          try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  private static Reason reason(int status, String code) {
    return switch (code) {
      case "NoSuchBucket" -> Reason.NO_SUCH_BUCKET;
      case "NoSuchKey" -> Reason.NOT_FOUND;
      case "NoSuchUpload" -> Reason.NO_SUCH_UPLOAD;
      default -> {
        if (DENIED.contains(code) || status == 401 || status == 403) {
          yield Reason.DENIED;
        }
        yield switch (status) {
          case 404 -> Reason.NOT_FOUND;
          case 412 -> Reason.CHANGED;
          default -> status >= 500 && status != 501 ? Reason.UNREACHABLE : Reason.FAILED;
        };
      }
    };
  }

  private static String answerOf(String code, String text) {
    String both = code.isEmpty() || text.isEmpty() ? code + text : code + ": " + text;
    return both.isEmpty() ? "" : " (" + tidy(both) + ")";
  }

  /** A store can answer anything. */
  private static String tidy(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
