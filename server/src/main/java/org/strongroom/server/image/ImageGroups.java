package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.copying.ReadableCopies;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.ImageGroup;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.inspection.ImageInspector;

/** Images for services that pack them. */
public final class ImageGroups {
  private final ImageRows rows;
  private final ReadableCopies copies;
  private final CopyDamage damage;

  ImageGroups(ImageRows rows, ReadableCopies copies, CopyDamage damage) {
    this.rows = rows;
    this.copies = copies;
    this.damage = damage;
  }

  /**
   * The image with all that belong to it.
   *
   * @throws ApiException SYS.1003; ID.1002 if one that belongs to it is another account's; SYS.1006
   *     if one is not Ready
   */
  public ImageGroup of(String imageUuid, Caller caller, DSLContext sql) {
    Record image = rows.visible(imageUuid, caller, sql);
    String group = image.get(IMAGE.GROUP_UUID);
    List<Record> all =
        group == null
            ? List.of(image)
            : sql.select(IMAGE.fields())
                .from(IMAGE)
                .where(IMAGE.GROUP_UUID.eq(group))
                .orderBy(IMAGE.BOOT_ORDER, IMAGE.UUID)
                .fetch(row -> row);
    return new ImageGroup(
        Optional.ofNullable(group), all.stream().map(row -> member(row, caller)).toList());
  }

  private static ImageGroup.Member member(Record image, Caller caller) {
    ImageRows.checkOwner(image, caller);
    if (!image.get(IMAGE.STATUS).equals(ImageRows.READY)) {
      throw ApiException.refused(
          "image '%s' (%s) is %s, not Ready"
              .formatted(image.get(IMAGE.NAME), image.get(IMAGE.UUID), image.get(IMAGE.STATUS)));
    }
    String format = Optional.ofNullable(image.get(IMAGE.FORMAT)).orElse("");
    return new ImageGroup.Member(
        image.get(IMAGE.UUID),
        image.get(IMAGE.NAME),
        Optional.ofNullable(image.get(IMAGE.DESCRIPTION)),
        format,
        image.get(IMAGE.SIZE),
        !image.get(IMAGE.MEDIA_TYPE).equals("DataVolumeTemplate"),
        Optional.ofNullable(image.get(IMAGE.ARCHITECTURE)),
        Optional.ofNullable(image.get(IMAGE.GUEST_OS_TYPE)),
        Optional.ofNullable(image.get(IMAGE.PLATFORM)));
  }

  /**
   * A copy of the image that can be read now.
   *
   * @throws ApiException SYS.1006 that says of each copy what is in the way
   */
  public Source readable(String imageUuid, Call call) throws IOException {
    while (true) {
      ReadableCopies.Chosen chosen = copies.first(imageUuid, Optional.empty(), Purpose.READ, call);
      try {
        return source(chosen, call);
      } catch (StorageException e) {
        if (!damage.suspect(chosen.copy(), e, call)) {
          throw e;
        } // else another copy may serve
      }
    }
  }

  private Source source(ReadableCopies.Chosen chosen, Call call) throws IOException {
    StoragePath file = chosen.copy().place().file();
    try (ByteSource bytes = chosen.driver().open(file)) {
      return new Source(
          chosen.storage().uuid(),
          "the copy of image '%s' on '%s'".formatted(chosen.imageName(), chosen.storage().name()),
          chosen.driver(),
          file,
          chosen.format().isPresent()
              ? chosen.format().get()
              : ImageInspector.inspect(bytes).format(),
          chosen.copy().sha256(),
          found ->
              damage.found(
                  chosen.copy(),
                  CopyDamage.mismatch(chosen.copy().sha256().orElse(""), found),
                  call));
    }
  }

  /**
   * A copy that can be read.
   *
   * @param label it in messages
   * @param format as it was stored; a raw disk stays one, whatever its guest wrote first
   * @param sha256 of the file
   * @param damaged to be told the SHA-256 that was found instead; answers whether the copy counts
   *     as damaged now, so that another may be tried
   */
  public record Source(
      String storageUuid,
      String label,
      StorageDriver driver,
      StoragePath file,
      ImageFormat format,
      Optional<String> sha256,
      Predicate<String> damaged) {}
}
