package org.strongroom.storage.driver.s3.bucket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A part of an upload, all of whose bytes are at hand.
 *
 * @param length bytes of it, at the beginning of the array
 */
public record PartInMemory(String key, String uploadId, int number, byte[] bytes, int length) {
  private static final String CONTENT_TYPE = "application/octet-stream";

  /** Sends it, with its sum. Nothing is copied. */
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
