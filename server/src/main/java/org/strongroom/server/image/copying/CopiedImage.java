package org.strongroom.server.image.copying;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/** What a job that brings copies of an image knows of each of them, from step to step. */
public record CopiedImage(Job job) {
  private static final String STORAGES = "storages";
  private static final String PATH = "path:";
  private static final String NEW = "new:";
  private static final String BEGUN = "begun:";
  private static final String PROVED = "proved:";
  private static final String PUBLISHED = "published:";
  private static final String FAILED = "failed:";
  private static final String CLEARED = "cleared:";
  private static final Pattern LINES = Pattern.compile("\n");

  /**
   * What is known from the beginning.
   *
   * @param places of the copies, by storage
   * @param fresh the storages that have no copy yet
   */
  public static Map<String, String> start(Map<String, ImagePlace> places, List<String> fresh) {
    Map<String, String> memory = new HashMap<>();
    memory.put(STORAGES, String.join(",", places.keySet().stream().sorted().toList()));
    places.forEach((storage, place) -> memory.put(PATH + storage, place.file().toString()));
    fresh.forEach(storage -> memory.put(NEW + storage, ""));
    return memory;
  }

  /** The storages that are to get good bytes. */
  List<String> storages() {
    return List.of(recalled(STORAGES).split(","));
  }

  /** Those that have neither got them nor failed. */
  List<String> open() {
    return notPublished().stream().filter(uuid -> failure(uuid).isEmpty()).toList();
  }

  ImagePlace place(String storageUuid) {
    return new ImagePlace(StoragePath.of(recalled(PATH + storageUuid)));
  }

  /** Whether there was no copy before. */
  boolean isNew(String storageUuid) {
    return job.recall(NEW + storageUuid).isPresent();
  }

  /** From now on something of this job may lie on the storage. */
  void begins(String storageUuid) {
    job.remember(BEGUN + storageUuid, "");
  }

  boolean isBegun(String storageUuid) {
    return job.recall(BEGUN + storageUuid).isPresent();
  }

  /** The storage has compared all bytes as they came. */
  void proved(String storageUuid) {
    job.remember(PROVED + storageUuid, "");
  }

  boolean isProved(String storageUuid) {
    return job.recall(PROVED + storageUuid).isPresent();
  }

  /** Where the job writes before the bytes take their place. */
  StoragePath temporary(String storageUuid) {
    return place(storageUuid).directory().resolve(TemporaryName.of(job.lease().writeId()));
  }

  /** The catalog has the copy as a good one. */
  void published(String storageUuid) {
    job.remember(PUBLISHED + storageUuid, "");
  }

  List<String> published() {
    return all().filter(uuid -> job.recall(PUBLISHED + uuid).isPresent()).toList();
  }

  List<String> notPublished() {
    return all().filter(uuid -> job.recall(PUBLISHED + uuid).isEmpty()).toList();
  }

  /** The storage gets no copy; the first reason counts. */
  void failed(String storageUuid, ApiError why) {
    if (failure(storageUuid).isEmpty()) {
      ApiError cause = why.cause();
      job.remember(
          FAILED + storageUuid,
          "%s\n%s\n%s".formatted(why.code(), cause == null ? "" : cause.code(), why.details()));
    }
  }

  /** Why the storage gets no copy. */
  Optional<ApiError> failure(String storageUuid) {
    return job.recall(FAILED + storageUuid)
        .map(text -> LINES.split(text, 3))
        .map(lines -> {
          ErrorCode code = code(lines[0]).orElse(ErrorCode.OPERATION_FAILED);
          return code(lines[1])
              .map(cause -> ApiError.of(cause, lines[2]).within(code, lines[2]))
              .orElseGet(() -> ApiError.of(code, lines[2]));
        });
  }

  private static Optional<ErrorCode> code(String text) {
    return Stream.of(ErrorCode.values()).filter(code -> code.code().equals(text)).findFirst();
  }

  /** Nothing of this job lies on the storage any more. */
  void cleared(String storageUuid) {
    job.remember(CLEARED + storageUuid, "");
  }

  boolean isCleared(String storageUuid) {
    return job.recall(CLEARED + storageUuid).isPresent();
  }

  private Stream<String> all() {
    return storages().stream();
  }

  private String recalled(String key) {
    return job.recall(key)
        .orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
