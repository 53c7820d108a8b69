package org.strongroom.server.call;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.MaskedText;
import org.strongroom.api.Parameter;
import org.strongroom.storage.source.UrlMask;
import tools.jackson.databind.json.JsonMapper;

/** Requests as they may be shown: secret parameters and the secrets in addresses are masked. */
final class ShownRequests {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  String of(Record request) {
    return JSON.writeValueAsString(shown(request));
  }

  private static Map<String, Object> shown(Record group) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      Object value = value(component, group);
      if (value == null) {
        continue;
      }
      Parameter declared = component.getAnnotation(Parameter.class);
      if (declared == null && value instanceof Record nested) {
        values.putAll(shown(nested));
      } else if (declared != null && declared.secret()) {
        values.put(component.getName(), "***");
      } else {
        values.put(component.getName(), masked(value));
      }
    }
    return values;
  }

  private static Object masked(Object value) {
    return switch (value) {
      case String text when text.contains("://") -> MaskedText.of(UrlMask.mask(text));
      case String text -> MaskedText.of(text);
      case List<?> list -> list.stream().map(ShownRequests::masked).toList();
      default -> value;
    };
  }

  private static @Nullable Object value(RecordComponent component, Record group) {
    try {
      return component.getAccessor().invoke(group);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
