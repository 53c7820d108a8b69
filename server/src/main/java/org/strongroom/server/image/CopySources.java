package org.strongroom.server.image;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;

/**
 * The copies that an image can be read from, for one transfer: one that failed is taken again when
 * no other is left, but not for ever.
 */
final class CopySources {
  private static final int PATIENCE = 3;

  private final ReadableCopies copies;
  private final String imageUuid;
  private final Job job;
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private final Map<String, String> told = new LinkedHashMap<>();
  private boolean away = true;

  CopySources(ReadableCopies copies, String imageUuid, Job job) {
    this.copies = copies;
    this.imageUuid = imageUuid;
    this.job = job;
  }

  /**
   * The copy to read next.
   *
   * @throws ApiException SYS.1006 if none can be read
   */
  ReadableCopies.Chosen next() {
    try {
      return copies.first(imageUuid, this::patient, Purpose.READ, job.call());
    } catch (ApiException e) {
      if (told.isEmpty()) {
        throw e;
      }
      String all = e.error().details() + "; before: " + String.join("; ", told.values());
      throw away ? ApiException.away(all) : ApiException.refused(all);
    }
  }

  private List<ImageCopy> patient(List<ImageCopy> all) {
    return all.stream()
        .filter(copy -> failures(copy) < PATIENCE)
        .sorted(Comparator.comparing(this::failures))
        .toList();
  }

  private int failures(ImageCopy copy) {
    return failures.getOrDefault(copy.storageUuid(), 0);
  }

  /** A copy could not be read to its end, or what was read is not the image. */
  void failed(ImageCopy copy, IOException why) {
    failures.merge(copy.storageUuid(), 1, Integer::sum);
    told.put(copy.storageUuid(), "'%s': %s".formatted(copy.storageName(), why.getMessage()));
    away &= why instanceof StorageException storage && IoErrors.isAway(storage);
  }
}
