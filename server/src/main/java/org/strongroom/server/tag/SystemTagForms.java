package org.strongroom.server.tag;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;

/**
 * The forms of system tags that there are, for each kind of resource: the text before the last
 * {@code ::}.
 */
final class SystemTagForms {
  private static final Map<ResourceType, List<String>> PREFIXES =
      Map.of(
          ResourceType.BACKUP_STORAGE,
          List.of("backupStorage::data::network::cidr::", "extraips::", "iscsiInitiatorName::"),
          ResourceType.IMAGE,
          List.of("bootMode::", "description::", "applianceType::", "qemuga::"),
          ResourceType.ZONE,
          List.of("description::"));

  private SystemTagForms() {}

  /**
   * The tag, if it has a known form and a value.
   *
   * @throws ApiException SYS.1007 that lists the forms
   */
  static String checked(ResourceType type, String tag) {
    form(type, tag);
    return tag;
  }

  static void checkSameForm(ResourceType type, String before, String after) {
    if (!form(type, before).equals(form(type, after))) {
      throw ApiException.invalid(
          "a system tag keeps its form: '%s' can not become '%s'".formatted(before, after));
    }
  }

  private static String form(ResourceType type, String tag) {
    List<String> known = PREFIXES.getOrDefault(type, List.of());
    return known.stream()
        .filter(prefix -> tag.startsWith(prefix) && tag.length() > prefix.length())
        .findFirst()
        .orElseThrow(() ->
            ApiException.invalid(
                "'%s' is no system tag of the type %s; known forms: %s"
                    .formatted(
                        ShortText.of(tag, 80),
                        type.entityName(),
                        known.isEmpty()
                            ? "none"
                            : known.stream()
                                .map(prefix -> prefix + "VALUE")
                                .collect(Collectors.joining(", ")))));
  }
}
