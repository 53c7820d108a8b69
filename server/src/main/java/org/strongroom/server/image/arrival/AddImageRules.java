package org.strongroom.server.image.arrival;

import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.CopyImage;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolume;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolumeSnapshot;
import org.strongroom.api.image.CreateRootVolumeTemplateFromRootVolume;
import org.strongroom.api.image.CreateRootVolumeTemplateFromVolumeSnapshot;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.StorageScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.job.IoErrors;
import org.strongroom.storage.source.ImageUrl;
import org.strongroom.storage.source.ImageUrlException;

/** What AddImage asks of its arguments, and how it tells failures. */
public final class AddImageRules {
  private static final List<String> TOLD_AS_THEY_ARE =
      List.of(
          ErrorCode.CANCELLED.code(),
          ErrorCode.TIMED_OUT.code(),
          ErrorCode.UPLOAD_INTERRUPTED.code(),
          ErrorCode.NODE_UNAVAILABLE.code());

  /** Urls of images that are made of disks begin so; whose disks it is follows. */
  public static final String OF_SNAPSHOT = "volume-snapshot://";

  /** The same of disks as they are now. */
  public static final String OF_VOLUME = "volume://";

  /** The operations that make them: as AddImage, but for where the bytes come from. */
  static final List<String> TEMPLATES =
      List.of(
          CreateRootVolumeTemplateFromRootVolume.class.getSimpleName(),
          CreateRootVolumeTemplateFromVolumeSnapshot.class.getSimpleName(),
          CreateDataVolumeTemplateFromVolume.class.getSimpleName(),
          CreateDataVolumeTemplateFromVolumeSnapshot.class.getSimpleName());

  /** Images that an account may be adding at the same time, waiting ones included. */
  public static final int MOST_OF_AN_ACCOUNT = 1000;

  private static final List<String> TRANSFERS =
      Stream.concat(
              Stream.of(AddImage.class.getSimpleName(), CopyImage.class.getSimpleName()),
              TEMPLATES.stream())
          .toList();

  private AddImageRules() {}

  /** The storages that were named, each once. */
  public static List<String> storages(AddImage request) {
    return request.backupStorageUuids().stream().distinct().toList();
  }

  /**
   * The source. A bare absolute path is a file on the storage, as existing clients write it.
   *
   * @throws ApiException SYS.1007
   */
  public static ImageUrl url(AddImage request) {
    String text = request.url();
    try {
      return ImageUrl.parse(text.startsWith("/") ? "file://" + text : text);
    } catch (ImageUrlException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Files of hosts are for who administers the whole server; who administers a project does not
   * reach the hosts that projects share.
   *
   * @throws ApiException ID.1002
   */
  public static void checkMayName(ImageUrl url, Caller caller) {
    if (url.scheme() == ImageUrl.Scheme.FILE && !caller.administersServer()) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may not name files of storages' hosts: file:/// urls are for administrators"
              .formatted(caller.accountName()));
    }
  }

  /**
   * Jobs are cheap to start and dear to carry: an account may have so many that are not over.
   *
   * @throws RetryLaterException SYS.1013
   */
  public static void checkNotTooMany(Caller caller, Transaction transaction) {
    int running =
        transaction
            .sql()
            .fetchCount(
                JOB,
                JOB.LEASE
                    .isNotNull()
                    .and(JOB.OPERATION.in(TRANSFERS))
                    .and(JOB.ACCOUNT_UUID.eq(caller.accountUuid())));
    if (running >= MOST_OF_AN_ACCOUNT) {
      throw new RetryLaterException(
          ErrorCode.OVERLOADED,
          "account '%s' is adding %d images already; wait until some of them are there"
              .formatted(caller.accountName(), running),
          Duration.ofSeconds(30));
    }
  }

  /**
   * Readers of a project do not write onto its backup nodes.
   *
   * @throws ApiException ID.1002
   */
  public static void checkMayWrite(StorageRow storage, Caller caller, Transaction transaction) {
    if (!StorageScope.isWritable(caller, storage.uuid(), transaction.sql())) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may not write onto %s: it needs the role admin in the project of that backup node"
              .formatted(caller.accountName(), storage.label()));
    }
  }

  /**
   * A uuid can be used again only when nothing of the image that had it lies on the storage.
   *
   * @throws ApiException SYS.1006
   */
  public static void checkNothingRemains(
      String storageUuid, ImagePlace place, Transaction transaction) {
    if (transaction
        .sql()
        .fetchExists(
            GARBAGE,
            GARBAGE
                .BACKUP_STORAGE_UUID
                .eq(storageUuid)
                .and(GARBAGE.PATH.eq(place.directory().toString())))) {
      throw ApiException.busy(
          "an earlier image with this uuid is still being removed from backup storage %s; take another uuid, or try again later"
              .formatted(storageUuid));
    }
  }

  /** Where the bytes come from, without secrets. */
  private static String shown(AddImage request) {
    boolean ofDisk = request.url().startsWith(OF_SNAPSHOT) || request.url().startsWith(OF_VOLUME);
    return ofDisk ? request.url() : url(request).masked();
  }

  /** The failure of a step. */
  public static ApiException failed(String step, AddImage request, IOException reason) {
    return new ApiException(
        IoErrors.as(
            ErrorCode.CANNOT_DOWNLOAD,
            "step %s, from %s: %s".formatted(step, shown(request), reason.getMessage()),
            reason));
  }

  /** A failure as the caller is told. */
  public static ApiError told(AddImage request, ApiError cause) {
    return TOLD_AS_THEY_ARE.contains(cause.code())
        ? cause
        : cause.within(
            ErrorCode.CANNOT_CREATE,
            "cannot add the image '%s' from %s".formatted(request.name(), shown(request)));
  }
}
