package org.strongroom.server.caller;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ShortText;

/** Uuids as this system writes them: 32 lower-case hexadecimal digits without dashes. */
public final class Uuid {
  /** Characters of a uuid: the catalog has room for no more. */
  public static final int LENGTH = 32;

  private static final Pattern RESOURCE =
      Pattern.compile("[0-9a-f]{12}[1-5][0-9a-f]{3}[89ab][0-9a-f]{15}");
  private static final Pattern ANY = Pattern.compile("[0-9a-f]{32}");

  private Uuid() {}

  public static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The uuid that belongs to a text; the same each time. */
  public static String derived(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  /** Whether this is the form of any uuid. */
  public static boolean isUuid(String text) {
    return ANY.matcher(text).matches();
  }

  /**
   * The caller's choice of a new resource's uuid, or a random one.
   *
   * @throws ApiException SYS.1007 if it is not a version 1 to 5 UUID in 32 hexadecimal digits
   */
  public static String chosenOrRandom(@Nullable String chosen) {
    if (chosen == null || chosen.isEmpty()) {
      return random();
    }
    if (!RESOURCE.matcher(chosen).matches()) {
      throw ApiException.invalid(
          "resourceUuid '%s' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes"
              .formatted(ShortText.of(chosen, 80)));
    }
    return chosen;
  }
}
