package org.strongroom.storage.driver.s3.bucket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A part of an upload, all of whose bytes are at hand. */
public final class PartInMemory {
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final String key;
  private final String uploadId;
  private final int number;
  private final byte[] bytes;
  private final int length;

  /**
   * The bytes are not copied.
   *
   * @param length bytes of it, at the beginning of the array
   */
  public PartInMemory(String key, String uploadId, int number, byte[] bytes, int length) {
    this.key = key;
    this.uploadId = uploadId;
    this.number = number;
    this.bytes = bytes;
    this.length = length;
  }

  public String key() {
    return key;
  }

  /** The array itself, which may be longer. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Sends it, with its sum. */
  public UploadPartResponse send(PartSum sum, S3Calls calls) throws IOException {
    return calls.call(
        S3Action.WRITE,
        s3 ->
            s3.uploadPart(
                r -> {
                  r.bucket(calls.bucket())
                      .key(key)
                      .uploadId(uploadId)
                      .partNumber(number)
                      .contentLength((long) length);
                  sum.on(r);
                },
                RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE)));
  }
}
