package org.strongroom.storage.driver.s3.client;

import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.StoppedException;
import org.strongroom.storage.source.guard.RefusedAddressException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** Which failed calls are tried again: those that may go well the next time. */
public final class Retrying {
  private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<String> BUSY_CODES =
      Set.of("RequestTimeout", "SlowDown", "InternalError", "ServiceUnavailable", "BadDigest");

  private Retrying() {}

  public static StandardRetryStrategy strategy(Patience patience) {
    BackoffStrategy pauses =
        BackoffStrategy.exponentialDelayHalfJitter(patience.firstPause(), patience.longestPause());
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .circuitBreakerEnabled(false)
        .maxAttempts(patience.attempts())
        .backoffStrategy(pauses)
        .throttlingBackoffStrategy(pauses)
        .retryOnException(Retrying::worthAnotherTry)
        .build();
  }

  private static boolean worthAnotherTry(Throwable failure) {
    if (Thread.currentThread().isInterrupted()
        || Causes.find(failure, StoppedException.class).isPresent()
        || Causes.find(failure, RefusedAddressException.class).isPresent()
        || Causes.find(failure, SSLHandshakeException.class).isPresent()
        || Causes.find(failure, SSLPeerUnverifiedException.class).isPresent()) {
      return false;
    }
    return Causes.find(failure, BucketException.class)
        .map(e -> e.reason() == Reason.UNREACHABLE || e.reason() == Reason.DAMAGED)
        .or(() -> Causes.find(failure, AwsServiceException.class).map(Retrying::busy))
        .orElseGet(() -> Causes.find(failure, IOException.class).isPresent());
  }

  private static boolean busy(AwsServiceException answer) {
    return BUSY.contains(answer.statusCode())
        || (answer.awsErrorDetails() != null
            && BUSY_CODES.contains(String.valueOf(answer.awsErrorDetails().errorCode())));
  }
}
