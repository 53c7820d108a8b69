package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.s3.bucket.BegunUploads.BegunUpload;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.call.BucketException;

/**
 * What unfinished writes leave in a bucket: uploads in parts, and the objects that tell of them.
 */
final class S3Leftovers {
  /** More than two beginnings of a part and a few lines are never written. */
  private static final int LONGEST = (int) PartSizes.SMALLEST * 8;

  private static final int ALL = Integer.MAX_VALUE;

  private final Bucket bucket;

  S3Leftovers(Bucket bucket) {
    this.bucket = bucket;
  }

  /** What an object of a temporary name tells; empty if it is not there, or tells nothing. */
  Optional<PendingWrite> read(String marker) throws IOException {
    Optional<ObjectFacts> found = bucket.head(marker);
    if (found.isEmpty() || found.get().size() > LONGEST) {
      return Optional.empty();
    }
    try (InputStream in = bucket.read(found.get(), 0)) {
      return PendingWrite.parse(in.readAllBytes());
    } catch (BucketException e) {
      if (e.reason() == BucketException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Gives up the upload of which an object of a temporary name tells; the object stays. */
  void clear(String marker) throws IOException {
    // whoever may write into the bucket could name an upload of somebody else
    Optional<PendingWrite> pending =
        read(marker).filter(found -> found.key().startsWith(directory(marker)));
    if (pending.isEmpty()) {
      return;
    }
    String key = pending.get().key();
    if (pending.get().uploadId().isPresent()) {
      String uploadId = pending.get().uploadId().get();
      if (!toldOf(marker, name -> TemporaryName.isSameWork(id(name), id(marker)))
          .contains(uploadId)) { // else another run has taken it over
        bucket.uploads().abort(key, uploadId);
      }
      return;
    }
    // It was killed while it began, so its upload is one of those that nothing tells of.
    abortUntold(key, marker, Optional.empty());
  }

  /**
   * Gives up the uploads to a key of which no object of a temporary name tells.
   *
   * @param marker key of the object of the temporary name of the write that is about them
   * @param own the upload that it goes on with
   */
  void abortUntold(String key, String marker, Optional<String> own) throws IOException {
    List<BegunUpload> begun = bucket.uploads().below(key);
    if (!begun.isEmpty()) {
      Set<String> told = toldOf(marker, name -> true);
      own.ifPresent(told::add);
      for (BegunUpload upload : begun) {
        if (upload.key().equals(key) && !told.contains(upload.uploadId())) {
          bucket.uploads().abort(key, upload.uploadId());
        }
      }
    }
  }

  /** The uploads that other objects of temporary names beside this one tell of. */
  private Set<String> toldOf(String marker, Predicate<String> which) throws IOException {
    Set<String> told = new HashSet<>();
    for (String other : markers(marker)) {
      if (!other.equals(marker) && which.test(other)) {
        read(other).flatMap(PendingWrite::uploadId).ifPresent(told::add);
      }
    }
    return told;
  }

  /** The objects of temporary names beside one of them. */
  private List<String> markers(String marker) throws IOException {
    return bucket.listDirectory(directory(marker), below -> {}).stream()
        .map(ObjectFacts::key)
        .filter(key -> TemporaryName.matches(name(key)))
        .toList();
  }

  /**
   * The objects of temporary names that earlier runs of a work have left beside that of this run,
   * the latest first.
   */
  List<String> earlier(String marker) throws IOException {
    List<String> names = markers(marker).stream().map(S3Leftovers::name).toList();
    return TemporaryName.earlierRuns(names, id(marker)).stream()
        .map(run -> directory(marker) + TemporaryName.of(run))
        .toList();
  }

  private static String directory(String marker) {
    return marker.substring(0, marker.lastIndexOf('/') + 1);
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** The write id in the name of a marker. */
  private static String id(String marker) {
    String name = name(marker);
    return name.substring(1, name.length() - ".part".length());
  }

  /** Removes all that lies below, unfinished uploads too. */
  void clearTree(String below) throws IOException {
    for (BegunUpload upload : bucket.uploads().below(below)) {
      bucket.uploads().abort(upload.key(), upload.uploadId());
    }
    for (ObjectFacts object : bucket.list(below, found -> found.key().startsWith(below), ALL)) {
      bucket.delete(object.key());
    }
  }
}
