package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.s3.bucket.BegunUploads;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ETags;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.PartInMemory;
import org.strongroom.storage.driver.s3.bucket.PartSum;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * The parts of an upload, of which several are on their way at once. Each has a sum with it, so
 * that the store takes no other bytes than were sent: its MD5, or its CRC-32C where the store has
 * shown that it compares that.
 */
final class S3Parts {
  static final Logger log = LoggerFactory.getLogger(S3Parts.class);

  /** Bytes on their way at most; one more part is being filled meanwhile. */
  private static final int WINDOW = 48 << 20;

  /**
   * Numbers left out when an upload is taken over: more than the run before has parts on their way
   * at once and sends before it asks whether its upload is its own still, see {@link S3Write}. Some
   * stores want parts that have their CRC-32C numbered without gaps, so {@link S3Write#checkpoint}
   * has none of those if it comes before them.
   */
  private static final int SPACING = 32;

  /** Bytes from which on it is worth while to find out what the store compares. */
  private static final long LARGE = 2 * PartSizes.SMALLEST;

  /** Under which name an object tells which write has made it. */
  private static final String WRITE = "strongroom-write";

  private final Bucket bucket;
  private final String key;
  private final String uploadId;
  private final PartSum.Kind sums;
  private final String writeId;
  private final List<KeptPart> done = new ArrayList<>();

  /** Whether parts are there whose ETags do not tell that they arrived as they were sent. */
  private boolean unproven;

  /** Whether the store has confirmed the sum of each part. */
  private boolean matching = true;

  private final Deque<PartSending> under = new ConcurrentLinkedDeque<>();
  private byte[] spare = new byte[0];
  private long bytesUnder;
  private int next = 1;
  private volatile boolean stopped;

  private S3Parts(Bucket bucket, String key, String uploadId, PartSum.Kind sums, String writeId) {
    this.bucket = bucket;
    this.key = key;
    this.uploadId = uploadId;
    this.sums = sums;
    this.writeId = writeId;
  }

  /**
   * Begins an upload.
   *
   * @param marker key of the object of the temporary name, which does not tell of it yet
   * @param expectedLength bytes of the whole, or -1
   */
  static S3Parts begin(
      Bucket bucket, String key, String writeId, String marker, long expectedLength)
      throws IOException {
    if (expectedLength >= LARGE && bucket.crc().isWorthwhile()) {
      try {
        S3Parts parts = begin(bucket, key, writeId, marker, PartSum.Kind.CRC32C);
        if (bucket.crc().isPassed(key, parts.uploadId)) {
          return parts;
        }
        parts.abort();
      } catch (BucketException e) {
        if (!isUnknown(e)) {
          throw e;
        }
        bucket.crc().distrust("its store does not take them: " + e.getMessage());
      }
    }
    return begin(bucket, key, writeId, marker, PartSum.Kind.MD5);
  }

  /** The same upload, which has no parts yet, begun anew for parts with their MD5. */
  S3Parts withMd5(String marker) throws IOException {
    S3Parts parts = begin(bucket, key, writeId, marker, PartSum.Kind.MD5);
    abort();
    return parts;
  }

  /** Whether a store answers so to what it has never heard of. */
  private static boolean isUnknown(BucketException failure) {
    return Causes.find(failure, AwsServiceException.class)
        .filter(answer -> Set.of(400, 501).contains(answer.statusCode()))
        .isPresent();
  }

  private static S3Parts begin(
      Bucket bucket, String key, String writeId, String marker, PartSum.Kind sums)
      throws IOException {
    BegunUploads.Beginning begun = bucket.uploads().begin(key, Map.of(WRITE, writeId), sums);
    if (begun.again()) {
      new S3Leftovers(bucket).abortUntold(key, marker, Optional.of(begun.uploadId()));
    }
    return new S3Parts(bucket, key, begun.uploadId(), sums, writeId);
  }

  /**
   * Goes on behind the parts that were kept, with a number that no run before this one uses.
   *
   * @param takenOver whether an earlier run has begun the upload, which may still be about to send
   *     parts of its own
   * @throws StorageException FAILED if they are not there as they came
   */
  static S3Parts goOn(
      Bucket bucket, PendingWrite pending, boolean takenOver, String writeId, String marker)
      throws IOException {
    String uploadId = pending.uploadId().orElseThrow();
    var parts = new S3Parts(bucket, pending.key(), uploadId, pending.sums(), writeId);
    Map<Integer, Part> found = new TreeMap<>();
    if (takenOver || !pending.parts().isEmpty()) {
      for (Part part : bucket.uploads().parts(pending.key(), uploadId)) {
        found.put(part.partNumber(), part);
      }
    }
    for (KeptPart kept : pending.parts()) {
      Part there = found.get(kept.number());
      if (there == null
          || !Long.valueOf(kept.size()).equals(there.size())
          || !ETags.isSame(kept.etag(), there.eTag())) {
        throw new StorageException(
            Reason.FAILED,
            "%s: part %d is missing, or is not as it came".formatted(marker, kept.number()));
      }
      // what was kept was confirmed, if it is a CRC-32C: others are never kept
      boolean told =
          kept.sum().kind() == PartSum.Kind.CRC32C || ETags.isMd5(kept.etag(), kept.sum().hex());
      parts.matching &= told;
      parts.unproven |= !told;
      parts.next = kept.number();
      parts.add(kept.etag(), kept.sum(), kept.size());
    }
    int last = found.keySet().stream().max(Integer::compare).orElse(0);
    parts.next =
        Math.max(
            parts.next,
            takenOver
                ? Math.max(last + 1, pending.firstNumber()) + SPACING
                : pending.firstNumber());
    return parts;
  }

  private void add(String etag, PartSum sum, long length) {
    done.add(new KeptPart(next, length, sum, etag));
    next++;
  }

  String uploadId() {
    return uploadId;
  }

  /** What its parts have with them. */
  PartSum.Kind sums() {
    return sums;
  }

  /** The number that the next part will have. */
  int next() {
    return next + under.size();
  }

  /** The bytes of a part that has arrived, to be filled again; empty if there are none. */
  byte[] spare() {
    byte[] unused = spare;
    spare = new byte[0];
    return unused;
  }

  /** Sends a part; waits only while too many are on their way. The bytes are the part's own now. */
  void send(byte[] bytes, int length) throws IOException {
    if (!PartSizes.isAllowed(next())) {
      throw new StorageException(Reason.FAILED, "'%s' is too large for its store".formatted(key));
    }
    var part = new PartInMemory(key, uploadId, next(), bytes, length);
    var sending = new PartSending(bucket, part, sums);
    under.add(sending);
    bytesUnder += length;
    if (stopped) { // by another thread, which may not have seen it
      sending.stop();
    }
    sending.start();
    while (bytesUnder + length > WINDOW && !under.isEmpty()) {
      awaitFirst();
    }
    if (under.contains(sending) && !sending.takeMemory()) {
      await();
    }
  }

  /** Waits until all parts are there. */
  void await() throws IOException {
    while (!under.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws IOException {
    PartSending first = under.getFirst();
    PartSending.Sent sent = first.await();
    under.removeFirst();
    spare = first.part().bytes();
    first.giveMemory();
    bytesUnder -= first.part().length();
    unproven |= !sent.proven();
    matching &= sent.confirmed();
    add(sent.etag(), sent.sum(), first.part().length());
  }

  /**
   * Makes the object out of the parts.
   *
   * @param fence asked right before
   * @return whether all bytes were compared: by the store, which then has the MD5s of all parts and
   *     of the whole, or read again here
   */
  boolean complete(long length, Fence fence) throws IOException {
    S3Calls calls = bucket.calls();
    fence.confirm();
    String told;
    try {
      CompleteMultipartUploadResponse answer =
          calls.call(
              S3Action.WRITE,
              s3 ->
                  s3.completeMultipartUpload(r ->
                      r.bucket(calls.bucket())
                          .key(key)
                          .uploadId(uploadId)
                          .multipartUpload(
                              all -> all.parts(done.stream().map(KeptPart::completed).toList()))));
      told = String.valueOf(answer.checksumCRC32C());
    } catch (BucketException e) {
      if (e.reason() != BucketException.Reason.NO_SUCH_UPLOAD) {
        throw e;
      }
      // Over is also what has become the object, in a call whose answer got lost.
      if (!isOurs(length)) {
        throw givenUp();
      }
      return false;
    }
    String etag = verify(length);
    if (unproven) {
      prove(fence);
      return true;
    }
    return matching && (ETags.isOf(etag, tags()) || PartSum.ofAll(all()).equals(Optional.of(told)));
  }

  /** Reads what was made and compares it part by part, where the store's ETags tell nothing. */
  private void prove(Fence fence) throws IOException {
    ObjectFacts made =
        bucket.head(key).orElseThrow(() -> new StorageException(Reason.NOT_FOUND, key));
    long at = 0;
    for (KeptPart part : done) {
      long end = at + part.size();
      if (!sum(bucket.read(made, at, end)).equals(part.sum())) {
        fence.confirm();
        bucket.delete(key);
        throw new BucketException(
            BucketException.Reason.NOT_KEPT,
            "%s took all parts of '%s', but does not give it back as it was sent; it is deleted"
                .formatted(bucket, key));
      }
      at = end;
    }
  }

  private PartSum sum(InputStream bytes) throws IOException {
    return sums == PartSum.Kind.CRC32C
        ? PartSum.crcOf(bytes)
        : new PartSum(sums, StreamDigest.of(bytes, DigestAlgorithm.MD5, _ -> {}));
  }

  StorageException givenUp() {
    return new StorageException(
        Reason.FAILED,
        "the upload of '%s' was given up, by a later run of its work".formatted(key));
  }

  /** The ETag of what was made. */
  private String verify(long length) throws IOException {
    HeadObjectResponse made = head();
    if (made.contentLength() == null || made.contentLength() != length) {
      throw new BucketException(
          BucketException.Reason.NOT_KEPT,
          "%s took all parts of '%s', but has %d bytes of it instead of %d"
              .formatted(bucket, key, made.contentLength(), length));
    }
    return String.valueOf(made.eTag());
  }

  private HeadObjectResponse head() throws IOException {
    S3Calls calls = bucket.calls();
    return calls.call(S3Action.READ, s3 -> s3.headObject(r -> r.bucket(calls.bucket()).key(key)));
  }

  /** Whether the object is made of these parts. Stores that drop what it tells have its ETag. */
  private boolean isOurs(long length) throws IOException {
    HeadObjectResponse found;
    try {
      found = head();
    } catch (BucketException e) {
      if (e.reason() == BucketException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
    Optional<String> madeBy =
        found.metadata().entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase(WRITE))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean ofTheseParts = ETags.isOf(String.valueOf(found.eTag()), tags());
    boolean same =
        madeBy
            // an earlier run of the work may have begun it
            .map(
                id -> id.equals(writeId) || (TemporaryName.isSameWork(id, writeId) && ofTheseParts))
            .orElse(ofTheseParts);
    return same && Long.valueOf(length).equals(found.contentLength());
  }

  /** The MD5s of the parts: those that the store names them by, if it was told none. */
  private List<String> tags() {
    return done.stream()
        .map(part -> part.sum().kind() == PartSum.Kind.MD5 ? part.sum().hex() : part.etag())
        .toList();
  }

  private List<PartSum> all() {
    return done.stream().map(KeptPart::sum).toList();
  }

  /** The parts that have arrived. */
  List<KeptPart> kept() {
    return done;
  }

  void abort() throws IOException {
    bucket.uploads().abort(key, uploadId);
  }

  /** Ends what is on its way. */
  void stop() {
    stopped = true;
    List.copyOf(under).forEach(PartSending::stop);
  }
}
