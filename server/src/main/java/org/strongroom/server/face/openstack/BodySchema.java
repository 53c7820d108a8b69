package org.strongroom.server.face.openstack;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the body of a request has to be: objects inside each other by the names of a path, the
 * innermost with these attributes.
 */
public final class BodySchema {
  private static final String OUTERMOST = "body";

  private final List<String> path;
  private final ObjectSchema innermost;

  private BodySchema(List<String> path, List<Attribute> attributes) {
    this.path = path;
    this.innermost = new ObjectSchema(path.isEmpty() ? OUTERMOST : path.getLast(), attributes);
  }

  /**
   * A schema.
   *
   * @param path names with dots between them
   */
  public static BodySchema of(String path, Attribute... attributes) {
    return new BodySchema(List.of(path.split("\\.")), List.of(attributes));
  }

  /** A schema of bodies whose attributes stand at the outermost level. */
  public static BodySchema ofRoot(Attribute... attributes) {
    return new BodySchema(List.of(), List.of(attributes));
  }

  /**
   * Checks a body.
   *
   * @throws Fault 400 for what is missing, unknown or wrong
   */
  Attributes check(JsonNode body) {
    if (!body.isObject()) {
      throw StrictJson.malformed("it has to be an object");
    }
    JsonNode object = body;
    String outer = OUTERMOST;
    for (String name : path) {
      new ObjectSchema(outer, List.of(Attribute.anything(name).asRequired())).check(object);
      object = object.get(name);
      if (!object.isObject()) {
        throw ObjectSchema.invalid(name, "It is not of type 'object'");
      }
      outer = name;
    }
    return innermost.check(object);
  }
}
