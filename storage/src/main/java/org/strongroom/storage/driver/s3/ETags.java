package org.strongroom.storage.driver.s3;

import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What a store tells about the bytes of a part. */
final class ETags {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private ETags() {}

  /** Whether the ETag says that these are the bytes. */
  static boolean isMd5(String etag, String md5) {
    return plain(etag).equals(md5);
  }

  /** Whether the answer leaves it possible: ETags of encrypted parts tell nothing. */
  static boolean mayBe(UploadPartResponse answer, String md5) {
    boolean encrypted =
        answer.serverSideEncryptionAsString() != null || answer.sseCustomerAlgorithm() != null;
    return encrypted || !MD5.matcher(plain(answer.eTag())).matches() || isMd5(answer.eTag(), md5);
  }

  private static String plain(String etag) {
    return etag.replace("\"", "").toLowerCase(java.util.Locale.ROOT);
  }
}
