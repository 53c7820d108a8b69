package org.strongroom.server.image;

import java.util.List;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;

/** What a deleted storage does to images: copies go, and images whose only copy it was. */
final class ImageStorageCascade implements StorageCascade {
  private final ImageRows rows;
  private final CopyRemoval removal;
  private final RunningAdds adds;

  ImageStorageCascade(ImageRows rows, CopyRemoval removal, RunningAdds adds) {
    this.rows = rows;
    this.removal = removal;
    this.adds = adds;
  }

  @Override
  public int removeCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    List<ImageCopy> copies = rows.copiesOn(storage.uuid(), atMost, transaction.sql());
    List<ImageCopy> settled = copies.stream().filter(c -> !c.is(ImageRows.DOWNLOADING)).toList();
    removal.remove(settled, "backup storage deleted", call, transaction);
    copies.stream()
        .filter(copy -> copy.is(ImageRows.DOWNLOADING))
        .forEach(copy -> stopAdding(copy, call, transaction));
    copies.forEach(copy -> adds.cancelIfLast(copy, transaction));
    return copies.size();
  }

  @Override
  public int forgetCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    List<ImageCopy> copies = rows.copiesOn(storage.uuid(), atMost, transaction.sql());
    List<ImageCopy> settled = copies.stream().filter(c -> !c.is(ImageRows.DOWNLOADING)).toList();
    removal.forgetCopies(settled, "backup storage forgotten", call, transaction);
    copies.stream()
        .filter(copy -> copy.is(ImageRows.DOWNLOADING))
        .forEach(copy -> stopAdding(copy, call, transaction));
    copies.forEach(copy -> adds.cancelIfLast(copy, transaction));
    return copies.size();
  }

  /**
   * The job that adds the image fails: all or nothing. The row goes here, because the storage's
   * goes; the job removes the bytes, and the image from the catalog. A job that copies an image
   * goes on with its other storages.
   */
  private void stopAdding(ImageCopy copy, Call call, Transaction transaction) {
    if (copy.bringer().isPresent()) {
      removal.forgetCopies(List.of(copy), "backup storage deleted", call, transaction);
    } else {
      rows.remove(copy, transaction);
      adds.cancel(copy.imageUuid(), transaction);
    }
  }
}
