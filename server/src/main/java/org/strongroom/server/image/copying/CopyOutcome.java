package org.strongroom.server.image.copying;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;

/** How a job that brings copies of an image is told to have ended. */
final class CopyOutcome {
  private CopyOutcome() {}

  /** Which storages have their copy, and why the others have none; empty if all have theirs. */
  static Optional<ApiException> failure(CopiedImage copied, DSLContext sql) {
    List<String> without = copied.notPublished();
    if (without.isEmpty()) {
      return Optional.empty();
    }
    if (copied.storages().size() == 1) {
      return Optional.of(new ApiException(reason(copied, without.getFirst())));
    }
    List<String> why =
        without.stream()
            .map(storage ->
                "not to %s: %s".formatted(label(storage, sql), reason(copied, storage).details()))
            .toList();
    List<String> with = copied.published().stream().map(storage -> label(storage, sql)).toList();
    String details =
        "the image %s was copied to %s; %s"
            .formatted(
                copied.job().resourceUuid(),
                with.isEmpty() ? "none of the storages" : String.join(", ", with),
                String.join("; ", why));
    ApiError cause = reason(copied, without.getFirst());
    return Optional.of(
        new ApiException(cause.within(org.strongroom.api.ErrorCode.OPERATION_FAILED, details)));
  }

  private static ApiError reason(CopiedImage copied, String storage) {
    return copied
        .failure(storage)
        .orElseThrow(() -> new IllegalStateException("no reason is known for " + storage));
  }

  private static String label(String storage, DSLContext sql) {
    return StorageRows.find(storage, sql)
        .map(StorageRow::label)
        .orElse("backup storage " + storage);
  }
}
