package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.HeldTurns;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.source.guard.LeastRate;
import org.strongroom.storage.transfer.ImageArrival;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.TransferResult;

/**
 * One run of a job that takes a resumable upload. The bytes lie in a temporary file on each storage
 * of the image. A run that follows another copies what is proved to be there into a file of its own
 * before it goes on: the run before may only have been paused, and may write still.
 */
final class PartsIntake {
  private static final Logger log = LoggerFactory.getLogger(PartsIntake.class);
  private static final String SHOWN = "the upload";

  /** Between two times that bytes are brought to the disk; less at first. */
  private static final Duration FIRST_STRETCH = Duration.ofSeconds(1);

  private static final Duration LONGEST_STRETCH = Duration.ofSeconds(10);

  private final IntakeParts parts;
  private final List<CopyTarget> targets;
  private final Expected expected;
  private final Job job;
  private final UploadDesk desk;
  private final int run;
  private @Nullable PartialUpload upload;
  private @Nullable ComingImage arrival;

  PartsIntake(
      IntakeParts parts, List<CopyTarget> targets, Expected expected, Job job, UploadDesk desk) {
    this.parts = parts;
    this.targets = targets;
    this.expected = expected;
    this.job = job;
    this.desk = desk;
    String writeId = job.lease().writeId();
    this.run = Integer.parseInt(writeId.substring(writeId.lastIndexOf('-') + 1));
    this.upload = PartialUpload.of(job).orElse(null);
  }

  /** Whether an upload was begun and has not ended. */
  boolean isOpen() {
    return upload != null;
  }

  /** How long to wait for more of it. */
  Duration patience() {
    PartialUpload open = upload;
    if (open == null) {
      return parts.settings().uploadIdle();
    }
    Duration left = Duration.ofMillis(open.expires() - parts.clock().millis());
    Duration least = parts.settings().uploadIdle(); // after a server that was off for a day, too
    Duration most = parts.settings().resumableIdle();
    return left.compareTo(least) < 0 ? least : left.compareTo(most) > 0 ? most : left;
  }

  /** The image, if all its bytes had come before this run. */
  Optional<TransferResult> rest() throws IOException, InterruptedException {
    PartialUpload open = upload;
    if (open == null || !open.isWhole()) {
      return Optional.empty();
    }
    try (HeldTurns turns = parts.turns(targets, job)) {
      List<AtomicWrite> writes = copied(open, turns);
      if (!writes.isEmpty() && !isPacked()) {
        return Optional.of(inPlace(writes, turns));
      }
      writes.forEach(AtomicWrite::close);
    }
    return isPacked() ? Optional.of(unpacked()) : Optional.empty();
  }

  /**
   * Does what somebody came for.
   *
   * @return the image when all of it is there; empty if more is to come
   */
  Optional<TransferResult> serve(UploadBody body) throws IOException, InterruptedException {
    try {
      return switch (body.kind()) {
        case UploadKind.Begin begin -> begin(begin);
        case UploadKind.Part part -> append(part, body);
        case UploadKind.End end -> end(end);
        case UploadKind.Whole whole ->
            throw new Refusal(
                new UploadConflictException(
                    "a resumable upload of the image %s has begun: go on with it, or end it with DELETE"
                        .formatted(job.resourceUuid())));
      };
    } catch (Refusal e) {
      desk.clear(e.reason);
      return Optional.empty();
    }
  }

  private Optional<TransferResult> begin(UploadKind.Begin wanted) throws IOException {
    PartialUpload open = upload;
    if (open != null && open.offset() > 0) {
      throw new Refusal(
          new UploadConflictException(
              "%d of %d bytes of the image %s are there: go on with its upload, or end it with DELETE"
                  .formatted(open.offset(), open.length(), job.resourceUuid())));
    }
    try {
      parts.room().take(job, targets, wanted.length());
    } catch (ApiException e) {
      throw new Refusal(e);
    }
    new AddedImage(job).begins();
    String id = PartialUpload.idOf(job.resourceUuid());
    keep(
        new PartialUpload(
            id, wanted.length(), 0, run, CameDigests.NONE, expiry(), wanted.metadata()));
    return settled(0);
  }

  private Optional<TransferResult> end(UploadKind.End wanted) throws IOException {
    PartialUpload open = required(wanted.id());
    upload = null;
    arrival = null;
    PartialUpload.forget(job);
    removeParts(open, run);
    parts.room().take(job, targets, 0);
    return settled(0);
  }

  private Optional<TransferResult> append(UploadKind.Part part, UploadBody body)
      throws IOException, InterruptedException {
    PartialUpload open = required(part.id());
    if (part.offset() != open.offset()) {
      throw new Refusal(
          new UploadConflictException(
              "the upload is at %d, not at %d".formatted(open.offset(), part.offset())));
    }
    try (HeldTurns turns = parts.turns(targets, job)) {
      List<AtomicWrite> writes = open(open, turns);
      try {
        receive(body, turns, writes);
        if (!current().isWhole()) {
          return settled(current().offset());
        }
        if (!isPacked()) {
          return Optional.of(inPlace(writes, turns));
        }
      } finally {
        writes.forEach(AtomicWrite::close);
      }
    }
    return Optional.of(unpacked());
  }

  /** The temporary files, ready for the next bytes. */
  private List<AtomicWrite> open(PartialUpload open, HeldTurns turns)
      throws IOException, InterruptedException {
    if (arrival != null && open.offset() > 0) {
      return turns.resume(open.writeId(run), open.offset(), open.length());
    }
    if (open.offset() > 0) {
      List<AtomicWrite> copied = copied(open, turns);
      if (copied.isEmpty()) {
        throw new Refusal(
            new UploadConflictException(
                "what had come of the upload cannot be gone on with: it begins again at 0"));
      }
      return copied;
    }
    removeParts(open, run);
    arrival = ComingImage.seen(fresh(open));
    return begun(turns.open(open.writeId(run), open.length()));
  }

  /** So that later runs can go on with them. */
  private List<AtomicWrite> begun(List<AtomicWrite> writes)
      throws IOException, InterruptedException {
    if (targets.stream().allMatch(target -> target.driver().readsUnfinished())) {
      return writes;
    }
    boolean kept = false;
    try {
      parts.transfer().checkpoint(writes);
      kept = true;
      return writes;
    } finally {
      if (!kept) {
        writes.forEach(AtomicWrite::close);
      }
    }
  }

  private ImageArrival fresh(PartialUpload open) {
    return parts.transfer().arrival(open.length(), expected.declaration(), SHOWN);
  }

  /** Takes a body, stretch by stretch, each of which is durable before it is told. */
  private void receive(UploadBody body, HeldTurns turns, List<AtomicWrite> writes)
      throws IOException, InterruptedException {
    ComingImage coming = java.util.Objects.requireNonNull(arrival);
    PartialUpload begun = current();
    long before = begun.offset();
    var source =
        new UploadSource(body, parts.settings().uploadIdle(), got -> desk.arrived(before + got));
    try (source;
        var rate = new LeastRate(LeastRate.USUAL_WHILE, turns::isWanted, source::cut)) {
      var stream = rate.watched(source.stream());
      boolean proving = !body.digests().isEmpty(); // nothing of it counts before its end
      Duration time = proving ? Duration.ofDays(1) : FIRST_STRETCH;
      for (boolean last = false; !last; ) {
        PartialUpload open = current();
        var stretch = new Stretch(source, stream, open.length() - open.offset(), time);
        coming.take(stretch, writes, listener(open));
        job.checkStopped();
        if (isPacked() && !canBeUnpackedLater()) {
          arrival = null;
          throw new Refusal(packedInParts());
        }
        if (coming.length() == open.length() && goesOn(stream)) {
          arrival = null;
          keep(begun);
          throw new Refusal(tooLong(begun));
        }
        if (proving && (source.broken() || source.wrongDigest().isPresent())) {
          arrival = null; // it has hashed bytes that do not count
          throw new Refusal(unproved(source));
        }
        parts.transfer().checkpoint(writes);
        keep(open.at(coming.length(), coming.digests(), run, expiry()));
        time = time.multipliedBy(2);
        time = time.compareTo(LONGEST_STRETCH) > 0 ? LONGEST_STRETCH : time;
        last = stretch.isLast();
      }
    }
  }

  /**
   * Whether there are bytes behind the last that is missing. Asking also has the digest of what
   * came proved. That a sender breaks off behind it changes nothing of it.
   */
  private static boolean goesOn(InputStream stream) {
    try {
      return stream.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What told its length is known to be too long before any of it is taken. */
  private static ApiException tooLong(PartialUpload begun) {
    return ApiException.invalid(
        "the part has more than the %d bytes that are missing; none of it was kept"
            .formatted(begun.length() - begun.offset()));
  }

  private static ApiException packedInParts() {
    return ApiException.invalid(
        "a compressed image cannot be uploaded in parts to an S3 storage, where what has come is not"
            + " read before all of it is there: send it whole (PUT), or unpack it first");
  }

  private static ApiException unproved(UploadSource source) {
    return source
        .wrongDigest()
        .<ApiException>map(wrong -> new WrongChecksumException(wrong + "; none of it was kept"))
        .orElseGet(() ->
            new ApiException(
                ErrorCode.UPLOAD_INTERRUPTED, "the part broke off before it was proved"));
  }

  private TransferListener listener(PartialUpload open) {
    return new TransferListener() {
      @Override
      public void progress(long bytes) {
        job.progress().advance(open.offset() + bytes, open.length());
      }
    };
  }

  /**
   * Reads what is there once more, for its digest, and copies it into files of this run if an
   * earlier one has it.
   *
   * @return empty if it cannot be gone on with; then the upload is at 0
   */
  private List<AtomicWrite> copied(PartialUpload open, HeldTurns turns)
      throws IOException, InterruptedException {
    boolean own = open.run() == run;
    try {
      parts.room().take(job, targets, Bytes.plus(open.length(), own ? 0 : open.offset()));
    } catch (ApiException e) {
      log.info("job {} begins its upload again: no room to go on: {}", job.uuid(), e.getMessage());
      return fromZero(open);
    }
    Optional<PartSource> found = PartSource.find(open, targets);
    if (found.isEmpty()) {
      boolean unread = targets.stream().noneMatch(target -> target.driver().readsUnfinished());
      return unread ? takenOver(open, turns) : fromZero(open);
    }
    ImageArrival fresh = fresh(open);
    List<AtomicWrite> writes =
        own
            ? turns.resume(open.writeId(run), open.offset(), open.length())
            : turns.open(open.writeId(run), open.length());
    boolean proved = false;
    try (PartSource source = found.get()) {
      proved = open.digests().prove(source, fresh, own ? List.of() : writes, TransferListener.NONE);
      if (proved) {
        parts.transfer().checkpoint(writes);
      }
    } finally {
      if (!proved) {
        writes.forEach(AtomicWrite::close);
      }
    }
    if (!proved) {
      log.warn("job {}: what had come of its upload has another digest now", job.uuid());
      return fromZero(open);
    }
    return goesOn(open, ComingImage.seen(fresh), writes);
  }

  /**
   * Goes on behind bytes that nobody can read yet: the storages see to it that they are those that
   * came. All of them are read when they are in their place.
   */
  private List<AtomicWrite> takenOver(PartialUpload open, HeldTurns turns)
      throws IOException, InterruptedException {
    List<AtomicWrite> writes;
    try {
      writes = turns.resume(open.writeId(run), open.offset(), open.length());
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.FAILED) {
        log.warn(
            "job {}: what had come of its upload is not there: {}", job.uuid(), e.getMessage());
        return fromZero(open);
      }
      throw e;
    }
    return goesOn(open, ComingImage.behind(open, parts.transfer().arrival()), writes);
  }

  private List<AtomicWrite> goesOn(PartialUpload open, ComingImage coming, List<AtomicWrite> writes)
      throws IOException {
    arrival = coming;
    keep(open.at(open.offset(), open.digests(), run, open.expires()));
    removeParts(open, run - 1);
    parts.room().take(job, targets, open.length());
    return writes;
  }

  private List<AtomicWrite> fromZero(PartialUpload open) throws IOException {
    arrival = null;
    keep(open.at(0, CameDigests.NONE, run, expiry()));
    removeParts(open, run);
    parts.room().take(job, targets, open.length());
    return List.of();
  }

  private TransferResult inPlace(List<AtomicWrite> writes, HeldTurns turns)
      throws IOException, InterruptedException {
    Optional<ImageArrival> seen = java.util.Objects.requireNonNull(arrival).image();
    TransferResult result = null;
    if (seen.isPresent()) {
      result = finished(seen.get());
    }
    job.checkStopped();
    parts.transfer().commit(writes);
    new AddedImage(job).proved(turns.proved(writes));
    return result == null ? readAgain() : result;
  }

  private TransferResult finished(ImageArrival image) throws IOException, InterruptedException {
    TransferResult result = image.finish();
    expected.check(result, Optional.empty(), SHOWN);
    return result;
  }

  /** Looks into what runs have brought into place of which none has seen all. */
  private TransferResult readAgain() throws IOException, InterruptedException {
    PartialUpload open = current();
    CopyTarget target = targets.getFirst();
    ImageArrival fresh = fresh(open);
    try (PartSource source = PartSource.placed(open, target)) {
      if (!open.digests().prove(source, fresh, List.of(), TransferListener.NONE)) {
        throw new IOException(
            target.storage().label() + " gives other bytes of the upload than came");
      }
    }
    if (fresh.isPacked()) {
      throw packedInParts();
    }
    new AddedImage(job).proved(List.of(target));
    return finished(fresh);
  }

  /** All is there, and packed: now it can be unpacked into its place. */
  private TransferResult unpacked() throws IOException, InterruptedException {
    PartialUpload open = current();
    TransferResult result =
        parts
            .intake()
            .take(
                () -> PartSource.of(open, targets.getFirst()),
                open.length(),
                targets,
                expected,
                job,
                SHOWN);
    new AddedImage(job)
        .arrived(result, expected.format(result.inspection().format())); // before the parts go
    job.lease().keep(job);
    removeParts(open, run);
    return result;
  }

  private boolean canBeUnpackedLater() {
    return targets.stream().allMatch(target -> target.driver().readsUnfinished());
  }

  private boolean isPacked() {
    return arrival != null && arrival.isPacked();
  }

  private void removeParts(PartialUpload open, int upToRun) throws IOException {
    for (CopyTarget target : targets) {
      target.abandonEarlier(open.writeId(upToRun));
    }
  }

  private Optional<TransferResult> settled(long bytes) {
    desk.settle(new UploadReceipt(job.resourceUuid(), bytes, ""));
    return Optional.empty();
  }

  private void keep(PartialUpload now) {
    upload = now;
    now.keep(job);
  }

  private PartialUpload current() {
    return java.util.Objects.requireNonNull(upload);
  }

  private PartialUpload required(String id) {
    PartialUpload open = upload;
    if (open == null || !open.id().equals(id)) {
      throw new Refusal(ApiException.notFound(ResourceType.IMAGE, job.resourceUuid()));
    }
    return open;
  }

  private long expiry() {
    return parts.clock().millis() + parts.settings().resumableIdle().toMillis();
  }

  /** Somebody does not get what he came for; the upload is as it was. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ApiException reason;

    Refusal(ApiException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
