package org.strongroom.storage.driver.s3.bucket;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.DigestAlgorithm;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What a store tells about the bytes of a part. */
public final class ETags {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private ETags() {}

  /** Whether the ETag says that these are the bytes. */
  public static boolean isMd5(String etag, String md5) {
    return plain(etag).equals(md5);
  }

  /** Whether two answers tell the same; some have it in quotes. */
  public static boolean isSame(String etag, String other) {
    return plain(etag).equals(plain(other));
  }

  /** Whether the answer leaves it possible: ETags of encrypted parts tell nothing. */
  public static boolean mayBe(UploadPartResponse answer, String md5) {
    boolean encrypted =
        answer.serverSideEncryptionAsString() != null || answer.sseCustomerAlgorithm() != null;
    return encrypted || !MD5.matcher(plain(answer.eTag())).matches() || isMd5(answer.eTag(), md5);
  }

  /** Whether an object's ETag is the one that most stores give to what is made of such parts. */
  public static boolean isOf(String etag, List<String> md5s) {
    Digest all = Digest.of(DigestAlgorithm.MD5);
    if (!md5s.stream().allMatch(md5 -> MD5.matcher(plain(md5)).matches())) {
      return false;
    }
    for (String md5 : md5s) {
      byte[] bytes = HexFormat.of().parseHex(plain(md5));
      all.update(bytes, bytes.length);
    }
    return plain(etag).equals(all.hex() + "-" + md5s.size());
  }

  private static String plain(String etag) {
    return etag.replace("\"", "").toLowerCase(java.util.Locale.ROOT);
  }
}
