package org.strongroom.server.image;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.image.RepairImage;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/** What a job that repairs an image knows from step to step. */
record RepairedImage(Job job) {
  private static final String STORAGES = "storages";
  private static final String PATH = "path:";
  private static final String ACCOUNTED = "accounted:";
  private static final String CLEARED = "cleared:";

  /** What is known from the beginning. */
  static Map<String, String> start(List<ImageCopy> damaged) {
    Map<String, String> memory = new HashMap<>();
    memory.put(STORAGES, String.join(",", damaged.stream().map(ImageCopy::storageUuid).toList()));
    damaged.forEach(copy -> memory.put(PATH + copy.storageUuid(), copy.place().file().toString()));
    return memory;
  }

  /** The job that repairs an image now. */
  static Optional<String> running(String imageUuid, DSLContext sql) {
    return sql
        .select(JOB.UUID)
        .from(JOB)
        .where(JOB.RESOURCE_UUID.eq(imageUuid))
        .and(JOB.LEASE.isNotNull())
        .and(JOB.OPERATION.eq(RepairImage.class.getSimpleName()))
        .fetch(JOB.UUID)
        .stream()
        .findFirst();
  }

  /** The storages whose copies are repaired. */
  List<String> storages() {
    return List.of(recalled(STORAGES).split(","));
  }

  ImagePlace place(String storageUuid) {
    return new ImagePlace(StoragePath.of(recalled(PATH + storageUuid)));
  }

  /** Where the job writes before the bytes take their place. */
  StoragePath temporary(String storageUuid) {
    return place(storageUuid).directory().resolve(TemporaryName.of(job.lease().writeId()));
  }

  void described(String storageUuid, long accounted) {
    job.remember(ACCOUNTED + storageUuid, Long.toString(accounted));
  }

  /** Bytes that the image and its manifest take on a storage. */
  long accounted(String storageUuid) {
    return Long.parseLong(recalled(ACCOUNTED + storageUuid));
  }

  void cleared(String storageUuid) {
    job.remember(CLEARED + storageUuid, "");
  }

  /** The storages on which something temporary may still lie. */
  List<String> notCleared() {
    return storages().stream().filter(uuid -> job.recall(CLEARED + uuid).isEmpty()).toList();
  }

  private String recalled(String key) {
    return job.recall(key)
        .orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
