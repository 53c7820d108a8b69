package org.strongroom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters that all creating operations share (Create Resources). */
public record NewResource(
    @Parameter("the uuid to give it: 32 hexadecimal digits of a version 1 to 5 UUID")
        @Nullable String resourceUuid,
    @Parameter(Parameter.WITHOUT_EFFECT) List<String> tagUuids,
    @Parameter("system tags to create with it") List<String> systemTags,
    @Parameter("user tags to create with it") List<String> userTags) {

  /** One with this uuid, and without tags. */
  public static NewResource ofUuid(String uuid) {
    return new NewResource(uuid, List.of(), List.of(), List.of());
  }

  public static NewResource unnamed() {
    return new NewResource(null, List.of(), List.of(), List.of());
  }
}
