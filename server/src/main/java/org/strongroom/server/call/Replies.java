package org.strongroom.server.call;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;

/** What replies tell about themselves. */
final class Replies {
  private Replies() {}

  /** The uuid of the resource that a reply shows, if it shows one. */
  static @Nullable String resourceUuid(Object reply) {
    if (!(reply instanceof InventoryReply<?>(Record inventory))) {
      return null;
    }
    for (RecordComponent component : inventory.getClass().getRecordComponents()) {
      if (component.getName().equals("uuid")) {
        try {
          return (String) component.getAccessor().invoke(inventory);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return null;
  }
}
