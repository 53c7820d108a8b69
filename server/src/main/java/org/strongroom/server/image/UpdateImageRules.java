package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.image.UpdateImage;
import org.strongroom.server.image.record.ImageRows;

/** What UpdateImage asks of its arguments: nothing that AddImage would have refused. */
final class UpdateImageRules {
  private UpdateImageRules() {}

  /**
   * Checks the changes against the image as it is.
   *
   * @throws ApiException SYS.1007
   */
  static void check(UpdateImage request, Record image) {
    String declared = request.format();
    if (declared != null) {
      checkFormat(declared, image);
    }
    String mediaType = or(request.mediaType(), image.get(IMAGE.MEDIA_TYPE));
    boolean touched = request.mediaType() != null || declared != null || request.system() != null;
    if (!touched || !"ISO".equals(mediaType)) {
      return;
    }
    String format = or(declared, image.get(IMAGE.FORMAT));
    if (format != null && !format.equals("iso")) {
      throw ApiException.invalid("the format of an image of mediaType ISO is iso, not " + format);
    }
    if (Boolean.TRUE.equals(or(request.system(), image.get(IMAGE.IS_SYSTEM)))) {
      throw ApiException.invalid("an ISO cannot be a system image");
    }
  }

  /**
   * The bytes tell the format, or whoever added the image said that they are raw: what a guest
   * wrote into a raw disk never makes it anything else.
   */
  private static void checkFormat(String declared, Record image) {
    String known = image.get(IMAGE.FORMAT);
    if (declared.equals(known)) {
      return;
    }
    if (ImageRows.DOWNLOADING.equals(image.get(IMAGE.STATUS))) {
      throw ApiException.invalid(
          "image '%s' has not arrived yet: its format is what AddImage said, or its header will say"
              .formatted(image.get(IMAGE.NAME)));
    }
    boolean isoAsRaw = declared.equals("raw") && "iso".equals(known);
    if (known != null && !isoAsRaw) {
      throw ApiException.invalid(
          "the format was declared as %s, but the header of image '%s' says %s, or AddImage did"
              .formatted(declared, image.get(IMAGE.NAME), known));
    }
  }

  private static <T> @Nullable T or(@Nullable T changed, @Nullable T present) {
    return changed == null ? present : changed;
  }
}
