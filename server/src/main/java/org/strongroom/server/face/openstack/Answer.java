package org.strongroom.server.face.openstack;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param body what becomes JSON, nulls and order kept; null for none
 */
public record Answer(int status, @Nullable Object body) {

  public static Answer ok(Object body) {
    return new Answer(200, body);
  }

  public static Answer created(Object body) {
    return new Answer(201, body);
  }

  /** Accepted; what becomes of it shows later. */
  public static Answer accepted() {
    return new Answer(202, null);
  }

  public static Answer noContent() {
    return new Answer(204, null);
  }

  /** An object with one field. */
  public static Map<String, @Nullable Object> rooted(String root, @Nullable Object value) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(root, value);
    return object;
  }
}
