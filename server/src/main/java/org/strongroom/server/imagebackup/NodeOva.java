package org.strongroom.server.imagebackup;

import java.util.Map;
import java.util.Optional;
import org.strongroom.server.imagebackup.BackupRow.OvaPlace;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;

/** What a job that brings an OVA onto a node remembers over its steps and over restarts. */
record NodeOva(Job job) {
  private static final String STORAGE = "storage";
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String SHA256 = "sha256";
  private static final String REMOVED = "removed";

  /** What is known from the beginning. */
  static Map<String, String> start(OvaPlace place) {
    return Map.of(STORAGE, place.storageUuid(), PATH, place.path().toString());
  }

  /** Settles the place later. */
  void settle(OvaPlace place) {
    start(place).forEach(job::remember);
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
    job.remember(REMOVED, "");
  }

  boolean isRemoved() {
    return job.recall(REMOVED).isPresent();
  }

  private String recalled(String key) {
    Optional<String> value = job.recall(key);
    return value.orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
