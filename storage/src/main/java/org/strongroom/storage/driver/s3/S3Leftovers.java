package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.s3.bucket.BegunUploads.BegunUpload;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.BucketException;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;

/**
 * What unfinished writes leave in a bucket: uploads in parts, and the objects that tell of them.
 */
final class S3Leftovers {
  /** More than a part and a few lines are never written. */
  private static final int LONGEST = (int) PartSizes.SMALLEST * 4;

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
    String directory = marker.substring(0, marker.lastIndexOf('/') + 1);
    // whoever may write into the bucket could name an upload of somebody else
    Optional<PendingWrite> pending =
        read(marker).filter(found -> found.key().startsWith(directory));
    if (pending.isEmpty()) {
      return;
    }
    String key = pending.get().key();
    if (pending.get().uploadId().isPresent()) {
      bucket.uploads().abort(key, pending.get().uploadId().get());
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
      var told =
          others(marker).stream()
              .flatMap(other -> other.uploadId().stream())
              .collect(Collectors.toSet());
      own.ifPresent(told::add);
      for (BegunUpload upload : begun) {
        if (upload.key().equals(key) && !told.contains(upload.uploadId())) {
          bucket.uploads().abort(key, upload.uploadId());
        }
      }
    }
  }

  private List<PendingWrite> others(String marker) throws IOException {
    String directory = marker.substring(0, marker.lastIndexOf('/') + 1);
    List<ObjectFacts> markers =
        bucket.listDirectory(directory, below -> {}).stream()
            .filter(object -> !object.key().equals(marker))
            .filter(object -> isMarker(object.key()))
            .toList();
    List<PendingWrite> others = new java.util.ArrayList<>();
    for (ObjectFacts other : markers) {
      read(other.key()).ifPresent(others::add);
    }
    return others;
  }

  private static boolean isMarker(String key) {
    return TemporaryName.matches(key.substring(key.lastIndexOf('/') + 1));
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
