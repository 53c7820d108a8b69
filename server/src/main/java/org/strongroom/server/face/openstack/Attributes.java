package org.strongroom.server.face.openstack;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes that a request brought, checked. */
public final class Attributes {
  /** Of a body that was left out. */
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, @Nullable Object> values;

  Attributes(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** Whether it was sent, be it as null. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return values.keySet();
  }

  /** The value: a text, a number, a boolean; null if it was not sent or is null. */
  public @Nullable Object get(String name) {
    return values.get(name);
  }

  public @Nullable String text(String name) {
    return (String) values.get(name);
  }

  /** The attributes of an object; none if it was not sent. */
  public Attributes object(String name) {
    return values.get(name) instanceof Attributes inner ? inner : NONE;
  }
}
