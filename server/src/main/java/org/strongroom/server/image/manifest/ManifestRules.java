package org.strongroom.server.image.manifest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.caller.Uuid;
import org.strongroom.storage.format.ImageFormat;

/**
 * What a manifest may say. Whoever can write to a storage can put one there, so it is believed no
 * more than a call is.
 */
public final class ManifestRules {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> MEDIA_TYPES =
      List.of("RootVolumeTemplate", "DataVolumeTemplate", "ISO");

  /** No disk is larger: 8 EiB less one would overflow the first sum. */
  private static final long MOST_BYTES = 1L << 60;

  /** The end of the year 9999, in milliseconds. */
  private static final long LATEST = 253_402_300_799_999L;

  private ManifestRules() {}

  /** Why the image is not taken; empty if it is. */
  static Optional<String> objection(ImageManifest manifest) {
    if (!Uuid.isUuid(manifest.uuid())) {
      return Optional.of("its uuid is none");
    }
    if (manifest.name().isBlank() || !isLine(manifest.name(), 255)) {
      return Optional.of("its name is empty, longer than 255 characters or not one line");
    }
    if (!fits(manifest.size()) || !fits(manifest.actualSize())) {
      return Optional.of("its sizes are none");
    }
    if (!SHA256.matcher(manifest.sha256()).matches()) {
      return Optional.of("its sha256 is not 64 lower-case hexadecimal digits");
    }
    if (!MEDIA_TYPES.contains(manifest.mediaType())) {
      return Optional.of("its media type is not one of " + String.join(", ", MEDIA_TYPES));
    }
    if (ImageFormat.ofWireName(manifest.format()).isEmpty()) {
      return Optional.of("its format is unknown");
    }
    if (manifest.created() < 0 || manifest.created() > LATEST) {
      return Optional.of("the time at which it was made is none");
    }
    return words(manifest);
  }

  private static Optional<String> words(ImageManifest manifest) {
    boolean plain =
        isLine(manifest.platform(), 64)
            && isLine(manifest.guestOsType(), 255)
            && isLine(manifest.architecture(), 64)
            && isLine(manifest.url(), 2048)
            && (manifest.description() == null || manifest.description().length() <= 2048);
    if (!plain) {
      return Optional.of("a text in it is too long or not one line");
    }
    String group = manifest.groupUuid();
    Integer order = manifest.bootOrder();
    boolean grouped = (group == null || Uuid.isUuid(group)) && (order == null || order >= 0);
    return grouped ? Optional.empty() : Optional.of("its group is none");
  }

  private static boolean fits(long bytes) {
    return bytes >= 0 && bytes <= MOST_BYTES;
  }

  private static boolean isLine(@Nullable String text, int most) {
    return text == null
        || (text.length() <= most && text.chars().noneMatch(Character::isISOControl));
  }
}
