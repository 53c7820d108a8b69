package org.strongroom.storage.driver.s3.bucket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;

/** Which keys objects may have here. */
public final class ObjectKey {
  private static final int MAX_BYTES = 1024;

  private ObjectKey() {}

  /** The key, if it may be used. */
  public static String checked(String key) throws BucketException {
    boolean dots =
        Arrays.stream(key.split("/", -1)).anyMatch(part -> part.equals(".") || part.equals(".."));
    // Whoever resolves dots or doubled slashes on the way would come out somewhere else.
    if (dots || key.startsWith("/") || key.contains("//")) {
      throw new BucketException(
          Reason.INVALID_KEY,
          "an object's name here has no parts '.' and '..' and no empty ones between slashes");
    }
    int bytes = encodedLength(key);
    if (bytes == 0 || bytes > MAX_BYTES || key.chars().anyMatch(Character::isISOControl)) {
      throw new BucketException(
          Reason.INVALID_KEY,
          "an object's name has from 1 to %d bytes and no control characters".formatted(MAX_BYTES));
    }
    return key;
  }

  private static int encodedLength(String key) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
      return bytes.remaining();
    } catch (CharacterCodingException e) {
      return 0; // half a character
    }
  }
}
