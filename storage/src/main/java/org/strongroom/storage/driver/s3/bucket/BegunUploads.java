package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.strongroom.storage.driver.s3.call.Attempts;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads in parts to a bucket that were begun and neither ended nor given up. */
public final class BegunUploads {
  /** Answers of stores that do not list uploads. */
  private static final Set<Integer> UNTOLD = Set.of(400, 405, 501);

  private final Bucket bucket;
  private final S3Calls calls;

  BegunUploads(Bucket bucket) {
    this.bucket = bucket;
    this.calls = bucket.calls();
  }

  /** An upload to a key. */
  public record BegunUpload(String key, String uploadId) {}

  /**
   * The name of an upload that has just begun.
   *
   * @param again whether the call was made more than once: the store may then have begun others,
   *     whose names were in answers that got lost
   */
  public record Beginning(String uploadId, boolean again) {}

  /**
   * Begins one, of an object with what is asked for all objects of the bucket.
   *
   * @param metadata what is kept with the object
   */
  public Beginning begin(String key, Map<String, String> metadata) throws IOException {
    return begin(key, metadata, PartSum.Kind.MD5);
  }

  /**
   * The same.
   *
   * @param sums what all parts will have with them
   */
  public Beginning begin(String key, Map<String, String> metadata, PartSum.Kind sums)
      throws IOException {
    var attempts = new AtomicInteger();
    String uploadId =
        calls.call(
            bucket.options().lock().isPresent() ? S3Action.WRITE_LOCKED : S3Action.WRITE,
            s3 ->
                s3.createMultipartUpload(
                        r -> {
                          r.bucket(calls.bucket())
                              .key(key)
                              .metadata(metadata)
                              .overrideConfiguration(call -> Attempts.count(call, attempts));
                          if (sums == PartSum.Kind.CRC32C) {
                            r.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
                          }
                          bucket.options().on(r, bucket.clock().instant());
                        })
                    .uploadId());
    return new Beginning(uploadId, attempts.get() > 1);
  }

  /** The ids of the uploads to this key. */
  public List<String> to(String key) throws IOException {
    ObjectKey.checked(key);
    return below(key).stream()
        .filter(upload -> upload.key().equals(key))
        .map(BegunUpload::uploadId)
        .toList();
  }

  /** The uploads to keys with this beginning; none where the store does not tell. */
  public List<BegunUpload> below(String prefix) throws IOException {
    try {
      return all(prefix);
    } catch (BucketException e) {
      boolean untold =
          Causes.find(e, AwsServiceException.class)
              .filter(answer -> UNTOLD.contains(answer.statusCode()))
              .isPresent();
      if (untold) {
        return List.of();
      }
      throw e;
    }
  }

  private List<BegunUpload> all(String prefix) throws IOException {
    return calls.call(
        S3Action.LIST_UPLOADS,
        s3 ->
            s3.listMultipartUploadsPaginator(r -> r.bucket(calls.bucket()).prefix(prefix)).stream()
                .peek(new Pages())
                .flatMap(page -> page.uploads().stream())
                .filter(upload -> upload.key().startsWith(prefix)) // some stores forget to look
                .map(upload -> new BegunUpload(upload.key(), upload.uploadId()))
                .toList());
  }

  /** Gives an upload up, with all its parts; one that is not there any more is success. */
  public void abort(String key, String uploadId) throws IOException {
    try {
      calls.call(
          S3Action.ABORT,
          s3 ->
              s3.abortMultipartUpload(r ->
                  r.bucket(calls.bucket())
                      .key(key)
                      .uploadId(uploadId)
                      .overrideConfiguration(bounds -> bounds.apiCallTimeout(Bucket.REMOVAL))));
    } catch (BucketException e) {
      if (e.reason() != Reason.NO_SUCH_UPLOAD && e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The parts of an upload that are there, in their order. */
  public List<Part> parts(String key, String uploadId) throws IOException {
    return calls.call(
        S3Action.LIST_PARTS,
        s3 ->
            s3
                .listPartsPaginator(r -> r.bucket(calls.bucket()).key(key).uploadId(uploadId))
                .stream()
                .limit(Pages.MOST)
                .flatMap(page -> page.parts().stream())
                .sorted(Comparator.comparing(Part::partNumber))
                .toList());
  }

  /** Counts the parts of a list, which a store may go on with without end. */
  private final class Pages implements Consumer<Object> {
    private static final int MOST = 1000;

    private int seen;

    @Override
    public void accept(Object page) {
      seen++;
      if (seen > MOST) {
        throw new UncheckedIOException(
            new BucketException(
                Reason.FAILED, "%s has too much to be listed".formatted(calls.access().label())));
      }
    }
  }
}
