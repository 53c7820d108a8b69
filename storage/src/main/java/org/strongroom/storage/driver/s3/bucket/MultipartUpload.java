package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import org.strongroom.storage.driver.s3.call.SourceFailedException;
import org.strongroom.storage.driver.s3.call.StoppedException;
import org.strongroom.storage.transfer.TransferListener;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An upload in parts. Used by one thread. */
public final class MultipartUpload {
  /** How often a part is sent whose bytes arrive as others. */
  private static final int TRIES = 3;

  private static final String CONTENT_TYPE = "application/octet-stream";

  private final Bucket bucket;
  private final S3Calls calls;
  private final Executor hashing;
  private final NewObject object;
  private final String uploadId;
  private final PartPlan plan;

  /** Whether the store takes no part whose MD5 is not told before it. */
  private boolean tellsMd5;

  /** Whether parts are there whose ETags do not tell that they arrived as they were sent. */
  private boolean unproven;

  MultipartUpload(
      Bucket bucket,
      S3Calls calls,
      Executor hashing,
      NewObject object,
      String uploadId,
      PartPlan plan) {
    this.bucket = bucket;
    this.calls = calls;
    this.hashing = hashing;
    this.object = object;
    this.uploadId = uploadId;
    this.plan = plan;
  }

  /** The store's name for it: what is needed to go on with it. */
  public String uploadId() {
    return uploadId;
  }

  /** Bytes of each part but the last. */
  public long partSize() {
    return plan.partSize();
  }

  /**
   * Sends what the store does not have yet and makes the object. Parts that are there already are
   * compared with the source by their MD5. The upload stays as it is when this fails: call it
   * again, or {@link #abort}.
   *
   * @param listener told the bytes that were read, of the whole; less again when a part is repeated
   * @return the object
   * @throws BucketException DAMAGED if the source is not what its digest says; NOT_KEPT if the
   *     store has other bytes than it was sent, which are deleted; NO_SUCH_UPLOAD
   */
  public ObjectFacts send(ObjectSource source, TransferListener listener) throws IOException {
    return send(source, listener, Fence.NONE);
  }

  /**
   * The same.
   *
   * @param fence asked when all parts are there, right before they become the object
   */
  public ObjectFacts send(ObjectSource source, TransferListener listener, Fence fence)
      throws IOException {
    try {
      Map<Integer, Part> there = parts();
      try (SourceCursor cursor = new SourceCursor(source)) {
        List<CompletedPart> parts = sendParts(there, cursor, listener);
        fence.confirm();
        complete(parts);
      }
    } catch (BucketException e) {
      if (e.reason() != Reason.NO_SUCH_UPLOAD) {
        throw e;
      }
      // Over is also what has become the object, in a call whose answer got lost.
      return made(listener).orElseThrow(() -> e);
    }
    Optional<ObjectFacts> made = made(listener);
    if (made.isEmpty()) {
      // none was there when the upload began, so it is this one
      fence.confirm();
      bucket.delete(object.key());
      throw new BucketException(
          Reason.NOT_KEPT,
          "%s took all parts of '%s', but does not give it back as it was sent; it is deleted"
              .formatted(calls, object.key()));
    }
    return made.get();
  }

  private Map<Integer, Part> parts() throws IOException {
    return bucket.uploads().parts(object.key(), uploadId).stream()
        .collect(Collectors.toMap(Part::partNumber, Function.identity(), (a, b) -> b));
  }

  private List<CompletedPart> sendParts(
      Map<Integer, Part> there, SourceCursor cursor, TransferListener listener) throws IOException {
    List<CompletedPart> done = new ArrayList<>();
    Digest whole = Digest.of(DigestAlgorithm.SHA256);
    for (int number = 1; number <= plan.count(); number++) {
      Sending sending = new Sending(number, cursor, whole, listener);
      Sent sent = sending.kept(there.get(number));
      if (sent == null) {
        sent = sending.sent();
      }
      done.add(sent.part());
      whole = sent.whole();
    }
    if (!whole.hex().equals(object.sha256())) {
      throw new BucketException(
          Reason.DAMAGED,
          "what was sent as '%s' is damaged: its SHA-256 is not %s"
              .formatted(object.key(), object.sha256()));
    }
    return done;
  }

  private void complete(List<CompletedPart> parts) throws IOException {
    calls.call(
        S3Action.WRITE,
        s3 ->
            s3.completeMultipartUpload(r ->
                r.bucket(calls.bucket())
                    .key(object.key())
                    .uploadId(uploadId)
                    .multipartUpload(all -> all.parts(parts))));
  }

  /** The object, if it is there and the one that was meant. */
  private Optional<ObjectFacts> made(TransferListener listener) throws IOException {
    Optional<ObjectFacts> found = bucket.head(object.key());
    if (found.isEmpty() || !bucket.isSame(found.get(), object, listener)) {
      return Optional.empty();
    }
    boolean read = found.get().sha256().isEmpty();
    return read || !unproven || bucket.sha256(found.get(), listener).equals(object.sha256())
        ? found
        : Optional.empty();
  }

  /** Gives the upload up, with all its parts; one that is not there any more is success. */
  public void abort() throws IOException {
    bucket.uploads().abort(object.key(), uploadId);
  }

  /**
   * A part that is there.
   *
   * @param whole digest of all up to its end
   */
  private record Sent(CompletedPart part, Digest whole) {}

  /** One part. */
  private final class Sending {
    private final int number;
    private final SourceCursor cursor;
    private final Digest whole;
    private final TransferListener listener;

    Sending(int number, SourceCursor cursor, Digest whole, TransferListener listener) {
      this.number = number;
      this.cursor = cursor;
      this.whole = whole;
      this.listener = listener;
    }

    private PartStream stream() {
      return new PartStream(
          cursor, plan.offset(number), plan.length(number), whole, listener, hashing);
    }

    /** What the store has as this part, if it is the same. */
    @Nullable Sent kept(@Nullable Part part) throws IOException {
      if (part == null || part.size() != plan.length(number)) {
        return null;
      }
      PartStream.Digests digests = digested();
      return part.eTag() != null && ETags.isMd5(part.eTag(), digests.md5())
          ? sent(part.eTag(), digests)
          : null;
    }

    private PartStream.Digests digested() throws IOException {
      PartStream stream = stream();
      try {
        stream.skipAll();
      } catch (StoppedException e) {
        throw e.why();
      } catch (SourceFailedException e) {
        throw e.why();
      }
      return stream.digests();
    }

    Sent sent() throws IOException {
      Optional<String> md5 = tellsMd5 ? Optional.of(digested().md5()) : Optional.empty();
      String before = "";
      for (int tries = 1; ; tries++) {
        // A call that is tried again reads the part anew: what counts is the last time.
        AtomicReference<PartStream> last = new AtomicReference<>();
        UploadPartResponse answer;
        try {
          answer = upload(last, md5);
        } catch (BucketException e) {
          if (md5.isPresent() || !isBadRequest(e)) {
            throw e;
          }
          tellsMd5 = true; // which reads each part twice, so only stores that lock objects get it
          return sent();
        }
        if (answer.eTag() == null) {
          throw new BucketException(
              Reason.FAILED, calls + " gives no ETag for a part, so no upload can be completed");
        }
        PartStream.Digests digests = Objects.requireNonNull(last.get()).digests();
        boolean proven = ETags.mayBe(answer, digests.md5());
        // One that is the same for the same bytes is no MD5, but something of the store's own.
        if (proven || unproven || tries == TRIES || answer.eTag().equals(before)) {
          unproven |= !proven;
          return sent(answer.eTag(), digests);
        }
        before = answer.eTag();
        md5 = Optional.of(digests.md5()); // stores that look at it refuse bytes that were changed
      }
    }

    private static boolean isBadRequest(BucketException e) {
      return Causes.find(e, AwsServiceException.class)
          .filter(answer -> answer.statusCode() == 400)
          .isPresent();
    }

    private UploadPartResponse upload(AtomicReference<PartStream> last, Optional<String> md5)
        throws IOException {
      RequestBody body =
          RequestBody.fromContentProvider(
              () -> {
                PartStream stream = stream();
                last.set(stream);
                return stream;
              },
              plan.length(number),
              CONTENT_TYPE);
      return calls.call(
          S3Action.WRITE,
          s3 ->
              s3.uploadPart(
                  r ->
                      r.bucket(calls.bucket())
                          .key(object.key())
                          .uploadId(uploadId)
                          .partNumber(number)
                          .contentMD5(md5.map(Digest::base64).orElse(null))
                          .contentLength(plan.length(number)),
                  body));
    }

    private Sent sent(String etag, PartStream.Digests digests) {
      return new Sent(
          CompletedPart.builder().partNumber(number).eTag(etag).build(), digests.whole());
    }
  }
}
