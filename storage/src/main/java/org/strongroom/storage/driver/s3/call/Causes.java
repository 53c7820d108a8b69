package org.strongroom.storage.driver.s3.call;

import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Finds in a failure what it came from. */
public final class Causes {
  private static final int DEPTH = 20;

  private Causes() {}

  /** The outermost failure of the type. */
  public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .limit(DEPTH)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  /** Whether a store has told more than a status, for which the SDK makes a code of its own. */
  public static boolean hasWords(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details != null
        && details.errorCode() != null
        && details.sdkHttpResponse() != null
        && !details.sdkHttpResponse().statusText().equals(Optional.of(details.errorCode()));
  }
}
