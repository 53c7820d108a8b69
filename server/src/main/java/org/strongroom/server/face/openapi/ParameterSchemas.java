package org.strongroom.server.face.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;

/** Schemas of the parameters of operations. */
final class ParameterSchemas {
  private ParameterSchemas() {}

  /** All parameters of an operation in one object, but for those in its path. */
  static Map<String, Object> body(OperationModel operation, Set<String> inPath) {
    List<ParameterModel> parameters =
        operation.parameters().stream().filter(p -> !inPath.contains(p.name())).toList();
    Map<String, Object> properties = new LinkedHashMap<>();
    parameters.forEach(p -> properties.put(p.name(), described(p)));
    return Json.object()
        .with("type", "object")
        .with("description", operation.summary())
        .withSome(
            "required",
            parameters.stream().filter(ParameterModel::required).map(ParameterModel::name).toList())
        .with("properties", properties)
        .map();
  }

  private static Map<String, Object> described(ParameterModel parameter) {
    Json described = Json.object().with("description", description(parameter));
    schema(parameter).forEach(described::with);
    return described.map();
  }

  static String description(ParameterModel parameter) {
    return parameter.description() + " (since " + parameter.since() + ")";
  }

  static Map<String, Object> schema(ParameterModel parameter) {
    if (parameter.isList()) {
      Map<String, Object> list = Json.array(text(parameter));
      list.put("maxItems", parameter.maxItems());
      return list;
    }
    if (parameter.isMap()) {
      return Json.object().with("type", "object").with("maxProperties", parameter.maxItems()).map();
    }
    if (parameter.isBoolean()) {
      Json schema = Json.object().with("type", "boolean");
      parameter.defaultValue().ifPresent(value -> schema.with("default", Boolean.valueOf(value)));
      return schema.map();
    }
    return parameter.isNumber() ? number(parameter) : text(parameter);
  }

  private static Map<String, Object> number(ParameterModel parameter) {
    Json schema = Json.object().with("type", "integer");
    if (parameter.min() != Long.MIN_VALUE) {
      schema.with("minimum", parameter.min());
    }
    if (parameter.max() != Long.MAX_VALUE) {
      schema.with("maximum", parameter.max());
    }
    parameter.defaultValue().ifPresent(value -> schema.with("default", Long.valueOf(value)));
    return schema.map();
  }

  private static Map<String, Object> text(ParameterModel parameter) {
    Json schema = Json.object().with("type", "string").withSome("enum", parameter.choices());
    schema.with("maxLength", parameter.maxLength());
    if (parameter.secret()) {
      schema.with("format", "password").with("writeOnly", true);
    }
    if (!parameter.isList()) {
      parameter.defaultValue().ifPresent(value -> schema.with("default", value));
    }
    return schema.map();
  }
}
