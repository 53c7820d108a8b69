package org.strongroom.server.imagebackup;

import java.util.Map;
import java.util.Optional;
import org.strongroom.server.imagebackup.record.BackupRow.OvaPlace;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;

/** What a job that brings an OVA onto a node remembers over its steps and over restarts. */
record NodeOva(Job job) {
  private static final String STORAGE = "storage";
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String SHA256 = "sha256";
  private static final String MAY_LIE_THERE = "mayLieThere";
  private static final String REMOVED = "removed";

  /** The place as it is settled from the beginning; nothing of the job lies there yet. */
  static Map<String, String> start(OvaPlace place) {
    return Map.of(
        STORAGE, place.storageUuid(), PATH, place.path().toString(), MAY_LIE_THERE, "false");
  }

  /** Settles the place later. Whatever lies there is the job's. */
  void settle(OvaPlace place) {
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

  OvaPlace place() {
    return new OvaPlace(recalled(STORAGE), StoragePath.of(recalled(PATH)));
  }

  void arrived(long length, String sha256) {
    job.remember(LENGTH, Long.toString(length));
    job.remember(SHA256, sha256);
  }

  long length() {
    return Long.parseLong(recalled(LENGTH));
  }

  String sha256() {
    return recalled(SHA256);
  }

  /** Bytes that may lie on the node after a failure. */
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
    Optional<String> value = job.recall(key);
    return value.orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
