package org.strongroom.server.image;

import java.util.List;
import java.util.Optional;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.transfer.TransferResult;

/** What a job that adds an image remembers over its steps and over restarts. */
record AddedImage(Job job) {
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String SIZE = "size";
  private static final String SHA256 = "sha256";
  private static final String FORMAT = "format";
  private static final String MANIFEST = "manifest:";
  private static final String REMOVED = "removed:";
  private static final String WAITS = "waits";

  /** What is known from the beginning. */
  static java.util.Map<String, String> start(ImagePlace place) {
    return java.util.Map.of(PATH, place.file().toString());
  }

  ImagePlace place() {
    return new ImagePlace(StoragePath.of(recalled(PATH)));
  }

  void arrived(TransferResult result, String format) {
    job.remember(LENGTH, Long.toString(result.length()));
    job.remember(SIZE, Long.toString(result.inspection().virtualSize()));
    job.remember(SHA256, result.sha256());
    job.remember(FORMAT, format);
  }

  /** Nothing lies on any storage yet, and nothing is written before {@link #begins}. */
  void waits() {
    job.remember(WAITS, "true");
  }

  /** From now on something may lie on the storages. */
  void begins() {
    job.remember(WAITS, "false");
  }

  /** Whether this run of the job has written nothing; of another run it is not known. */
  boolean isWaiting() {
    return job.recall(WAITS).filter("true"::equals).isPresent();
  }

  long length() {
    return Long.parseLong(recalled(LENGTH));
  }

  long virtualSize() {
    return Long.parseLong(recalled(SIZE));
  }

  String sha256() {
    return recalled(SHA256);
  }

  String format() {
    return recalled(FORMAT);
  }

  ArrivedImage bytes() {
    return new ArrivedImage(length(), virtualSize(), sha256(), format());
  }

  void described(String storageUuid, int manifestBytes) {
    job.remember(MANIFEST + storageUuid, Integer.toString(manifestBytes));
  }

  /** Bytes that the image and its manifest take on a storage. */
  long accounted(String storageUuid) {
    return length() + Long.parseLong(recalled(MANIFEST + storageUuid));
  }

  /** Bytes that may lie on each storage after a failure. */
  long mayRemain() {
    return job.recall(LENGTH).map(Long::parseLong).orElse(0L);
  }

  void removed(String storageUuid) {
    job.remember(REMOVED + storageUuid, "");
  }

  /** The storages on which something may still lie. */
  List<String> notRemoved(List<String> storageUuids) {
    return storageUuids.stream().filter(uuid -> job.recall(REMOVED + uuid).isEmpty()).toList();
  }

  private String recalled(String key) {
    Optional<String> value = job.recall(key);
    return value.orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
