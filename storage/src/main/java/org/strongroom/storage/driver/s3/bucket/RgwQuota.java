package org.strongroom.storage.driver.s3.bucket;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.strongroom.storage.driver.Capacity;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What Ceph's RGW tells the owner of a bucket with each HEAD of it: the quotas of the bucket and of
 * the user, -1 for none, and the bytes in the bucket. Other stores tell nothing.
 */
final class RgwQuota {
  private static final String USED = "X-RGW-Bytes-Used";
  private static final String OF_BUCKET = "X-RGW-Quota-Bucket-Size";
  private static final String OF_USER = "X-RGW-Quota-User-Size";

  private RgwQuota() {}

  /**
   * The narrower one. What the user has in other buckets is not told, and is not taken off.
   *
   * @return unlimited where there is none
   */
  static Capacity of(SdkHttpResponse answer) {
    long used = Math.max(0, number(answer, USED).orElse(0));
    return Stream.of(OF_BUCKET, OF_USER)
        .map(name -> number(answer, name))
        .flatMapToLong(OptionalLong::stream)
        .filter(quota -> quota >= 0)
        .min()
        .stream()
        .mapToObj(quota -> new Capacity(quota, Math.max(0, quota - used)))
        .findFirst()
        .orElseGet(Capacity::unlimited);
  }

  private static OptionalLong number(SdkHttpResponse answer, String header) {
    return answer
        .firstMatchingHeader(header)
        .filter(text -> text.matches("-?[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }
}
