package org.strongroom.server.face.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.server.call.MalformedJson;
import org.strongroom.server.call.RequestJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object of a request's body, and its place there. What is missing or of another type is
 * answered with 400 and its place, never with its value.
 *
 * @param path such as {@code auth.identity}; empty for the body itself
 */
record BodyPart(String path, ObjectNode node) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  // of two values of one key nobody knows which is meant
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  static BodyPart read(byte[] body) {
    try {
      if (JSON.readTree(RequestJson.utf8(body)) instanceof ObjectNode object) {
        return new BodyPart("", object);
      }
    } catch (JacksonException e) {
      throw IdentityException.badRequest(
          (MalformedJson.namesAKeyTwice(e)
                  ? "The body names a key twice: "
                  : "The body is not JSON: ")
              + MalformedJson.place(e)
              + ".");
    }
    throw IdentityException.badRequest("The body has to be a JSON object.");
  }

  List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  boolean isText(String name) {
    return node.path(name).isString();
  }

  Optional<BodyPart> optionalPart(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(new BodyPart(place(name), object));
    }
    throw IdentityException.badRequest(place(name) + " has to be an object.");
  }

  BodyPart part(String name) {
    return optionalPart(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw IdentityException.badRequest(place(name) + " has to be a text.");
    }
    return Optional.of(value.stringValue());
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  List<String> texts(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw missing(name);
    }
    List<String> texts = new ArrayList<>();
    value.forEach(item -> {
      if (item.isString()) {
        texts.add(item.stringValue());
      }
    });
    if (!value.isArray() || texts.size() != value.size()) {
      throw IdentityException.badRequest(place(name) + " has to be a list of texts.");
    }
    return texts;
  }

  private IdentityException missing(String name) {
    return IdentityException.badRequest(place(name) + " is missing.");
  }

  String place(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
