package org.strongroom.server.copy;

import java.util.Map;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;

/**
 * What a job that brings one file onto a storage remembers of it over its steps and over restarts.
 */
public record FileState(Job job) {
  private static final String STORAGE = "storage";
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String SHA256 = "sha256";
  private static final String PROVED = "proved";
  private static final String MAY_LIE_THERE = "mayLieThere";
  private static final String REMOVED = "removed";

  /** Where the file goes. */
  public record Place(String storageUuid, StoragePath path) {}

  /** The place as it is settled from the beginning; nothing of the job lies there yet. */
  public static Map<String, String> start(Place place) {
    return Map.of(
        STORAGE, place.storageUuid(), PATH, place.path().toString(), MAY_LIE_THERE, "false");
  }

  /** Settles the place later. Whatever lies there is the job's. */
  public void settle(Place place) {
    start(place).forEach(job::remember);
    isMine();
  }

  /** From here on, what lies at the place is the job's, to be removed if it fails. */
  void isMine() {
    job.remember(MAY_LIE_THERE, "true");
  }

  boolean hasPlace() {
    return job.recall(PATH).isPresent();
  }

  public Place place() {
    return new Place(recalled(STORAGE), StoragePath.of(recalled(PATH)));
  }

  void arrived(FileLife.Written written) {
    job.remember(LENGTH, Long.toString(written.length()));
    job.remember(SHA256, written.sha256());
    job.remember(PROVED, "false");
  }

  /** The storage has compared the bytes as they came: they need not be read again. */
  void proved() {
    job.remember(PROVED, "true");
  }

  boolean isProved() {
    return job.recall(PROVED).filter("true"::equals).isPresent();
  }

  /** Bytes of the file, once it has come. */
  public long length() {
    return Long.parseLong(recalled(LENGTH));
  }

  /** The SHA-256 of the file, in lower-case hexadecimal, once it has come. */
  public String sha256() {
    return recalled(SHA256);
  }

  /** Bytes that may lie there after a failure. */
  long mayRemain() {
    return job.recall(LENGTH).map(Long::parseLong).orElse(0L);
  }

  void removed() {
    job.remember(MAY_LIE_THERE, REMOVED);
  }

  /** Whether something of the job was written at the place, be it removed since. */
  boolean wasWritten() {
    return mayLieThere() || job.recall(MAY_LIE_THERE).filter(REMOVED::equals).isPresent();
  }

  /** Whether something of the job may lie at the place. */
  boolean mayLieThere() {
    return job.recall(MAY_LIE_THERE).filter("true"::equals).isPresent();
  }

  private String recalled(String key) {
    return job.recall(key)
        .orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
