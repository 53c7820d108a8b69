package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.record.ImageLabels;
import org.strongroom.server.image.record.ImagePlace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies beside the bytes of a copy and alone is enough to recognise the image: JSON, UTF-8.
 *
 * @param strongroomImage version of this form
 * @param size virtual size in bytes
 * @param actualSize length of the file in bytes
 * @param sha256 of the file, lower-case hexadecimal
 * @param url where it came from, without secrets
 * @param created milliseconds since 1970
 * @param groupUuid ties it to the images that came from the same OVA
 * @param bootOrder its place among them, from 0
 * @param state what the administrator wants, Enabled or Disabled; from version 2 on
 * @param accountName of the owner, who has another uuid in a new catalog; from version 2 on
 * @param userTags in the order in which they were made; from version 2 on
 * @param systemTags likewise
 */
public record ImageManifest(
    int strongroomImage,
    String uuid,
    String name,
    @Nullable String description,
    String file,
    String format,
    long size,
    long actualSize,
    String sha256,
    String mediaType,
    @Nullable String platform,
    @Nullable String guestOsType,
    @Nullable String architecture,
    boolean system,
    boolean virtio,
    String url,
    String accountUuid,
    String backupStorageUuid,
    long created,
    @Nullable String groupUuid,
    @Nullable Integer bootOrder,
    @Nullable String state,
    @Nullable String accountName,
    @Nullable List<String> userTags,
    @Nullable List<String> systemTags) {
  static final int VERSION = 2;

  /** Room that is reserved with the image's; only a great many tags make a manifest longer. */
  public static final int USUAL_BYTES = 64 * 1024;

  /** No manifest is longer. */
  static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_TAG_BYTES = 400 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Describes an image of the catalog whose bytes have arrived. */
  static ImageManifest of(
      Record image,
      ImageLabels labels,
      ArrivedImage arrived,
      ImagePlace place,
      String storageUuid) {
    return new ImageManifest(
        VERSION,
        image.get(IMAGE.UUID),
        image.get(IMAGE.NAME),
        image.get(IMAGE.DESCRIPTION),
        place.file().name(),
        arrived.format(),
        arrived.size(),
        arrived.length(),
        arrived.sha256(),
        image.get(IMAGE.MEDIA_TYPE),
        image.get(IMAGE.PLATFORM),
        image.get(IMAGE.GUEST_OS_TYPE),
        image.get(IMAGE.ARCHITECTURE),
        image.get(IMAGE.IS_SYSTEM),
        image.get(IMAGE.VIRTIO),
        image.get(IMAGE.URL),
        image.get(IMAGE.ACCOUNT_UUID),
        storageUuid,
        image.get(IMAGE.CREATED),
        image.get(IMAGE.GROUP_UUID),
        image.get(IMAGE.BOOT_ORDER),
        image.get(IMAGE.STATE),
        labels.owner(),
        fitting(labels.userTags()),
        fitting(labels.systemTags()));
  }

  /** The tags, or as many of them as a manifest can hold. */
  private static List<String> fitting(List<String> tags) {
    List<String> fitting = new ArrayList<>();
    long bytes = 0;
    for (String tag : tags) {
      bytes += JSON.writeValueAsBytes(tag).length + 16L;
      if (bytes > MOST_TAG_BYTES) {
        break;
      }
      fitting.add(tag);
    }
    return fitting;
  }

  public byte[] bytes() {
    return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a manifest; empty if the bytes are none, or of a version that is not known. */
  public static Optional<ImageManifest> read(byte[] bytes) {
    try {
      ImageManifest manifest = JSON.readValue(bytes, ImageManifest.class);
      boolean known = manifest.strongroomImage() >= 1 && manifest.strongroomImage() <= VERSION;
      return known && manifest.complete() ? Optional.of(manifest) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ConstantValue") // what was read may lack anything
  private boolean complete() {
    return uuid != null
        && name != null
        && file != null
        && format != null
        && sha256 != null
        && mediaType != null
        && url != null
        && accountUuid != null;
  }
}
