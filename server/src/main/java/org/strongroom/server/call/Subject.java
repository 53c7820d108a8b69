package org.strongroom.server.call;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.caller.Uuid;

/** What a call that is done was about, so that the audit log tells what was deleted, too. */
final class Subject {
  private static final String UUID = "uuid";

  private Subject() {}

  /**
   * The uuid of the resource that a reply shows, else of the one that the request names; null if
   * neither does: callers may write anything where one should stand.
   */
  static @Nullable String of(OperationModel operation, Record request, Object reply) {
    return shown(reply)
        .or(() -> text(request, UUID))
        .or(() ->
            operation.parameters().stream()
                .filter(parameter -> parameter.resource().isPresent())
                .map(ParameterModel::name)
                .map(name -> text(request, name))
                .flatMap(Optional::stream)
                .findFirst())
        .orElse(null);
  }

  private static Optional<String> shown(Object reply) {
    return reply instanceof InventoryReply<?>(Record inventory)
        ? text(inventory, UUID)
        : Optional.empty();
  }

  private static Optional<String> text(Record record, String component) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .filter(each -> each.getName().equals(component))
        .map(each -> value(each, record))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .filter(Uuid::isUuid)
        .findFirst();
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    if (component.getType() != String.class) {
      return null;
    }
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
