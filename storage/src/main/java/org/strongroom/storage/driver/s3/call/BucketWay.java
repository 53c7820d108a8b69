package org.strongroom.storage.driver.s3.call;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.s3.call.BucketAccess.Addressing;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How a bucket is reached, which its store may tell only when it is asked in another way.
 *
 * @param region that calls are signed for
 * @param inHostName whether the bucket is named in the host name rather than in the path
 */
public record BucketWay(String region, boolean inHostName) {
  /** Codes of stores that take a bucket's name in the host name only. */
  static final Set<String> WANT_HOST_NAME =
      Set.of("SecondLevelDomainForbidden", "PathStyleDomainForbidden", "VirtualHostDomainRequired");

  private static final String REGION_HEADER = "x-amz-bucket-region";
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Pattern EXPECTED = Pattern.compile("expecting '([^']{1,64})'");

  /** As its owner says. */
  static BucketWay first(BucketAccess access) {
    return new BucketWay(access.region(), access.addressing() == Addressing.VIRTUAL);
  }

  /** The way that the store tells in a failure; empty if it tells none that may be gone. */
  Optional<BucketWay> told(RuntimeException failure, BucketAccess access) {
    Optional<AwsErrorDetails> details =
        Causes.find(failure, AwsServiceException.class)
            .map(AwsServiceException::awsErrorDetails); // empty where there are none
    if (details.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> other = region(details.get()).filter(told -> !told.equals(region));
    if (other.isPresent()) {
      return Optional.of(new BucketWay(other.get(), inHostName));
    }
    boolean wantsHostName =
        details.get().errorCode() != null && WANT_HOST_NAME.contains(details.get().errorCode());
    return wantsHostName && access.addressing() == Addressing.AUTO
        ? Optional.of(new BucketWay(region, true))
        : Optional.empty();
  }

  private static Optional<String> region(AwsErrorDetails details) {
    Optional<String> header =
        Optional.ofNullable(details.sdkHttpResponse())
            .flatMap(answer -> answer.firstMatchingHeader(REGION_HEADER));
    return header
        .or(() ->
            "AuthorizationHeaderMalformed".equals(details.errorCode())
                ? inMessage(details)
                : Optional.empty())
        .filter(text -> REGION.matcher(text).matches());
  }

  /** As AWS and MinIO word it; the SDK keeps nothing else of the answer. */
  private static Optional<String> inMessage(AwsErrorDetails details) {
    if (details.errorMessage() == null) {
      return Optional.empty();
    }
    Matcher found = EXPECTED.matcher(details.errorMessage());
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "its name in the %s, signed for region %s"
        .formatted(inHostName ? "host name" : "path", region);
  }
}
