package org.strongroom.server.face.zstack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.QueryReply;
import org.strongroom.server.call.RequestJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * JSON as existing clients know it: null fields left out, their form of times, a {@code schema}
 * beside inventories, and {@code = < > & '} escaped.
 */
public final class ZStackJson {
  private final JsonMapper mapper;
  private final ZStackDates dates;
  private final Schema schema = new Schema();
  private final ZoneId zone;

  public ZStackJson(ZoneId zone) {
    this.zone = zone;
    dates = new ZStackDates(zone);
    SimpleModule module = new SimpleModule();
    module.addSerializer(Instant.class, new DateSerializer(dates));
    mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .characterEscapes(new HtmlEscapes())
                    // of two values of one key nobody knows which is meant
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(module)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
  }

  /** The zone of the times in replies, which do not name it. */
  ZoneId zone() {
    return zone;
  }

  /** A reply, with its schema if it is a query's or if the caller asked for it. */
  public byte[] reply(Object reply, boolean schemaAsked) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = mapper.createGenerator(bytes)) {
      json.writeStartObject();
      if (reply instanceof QueryReply<?> query) {
        queryReply(query, json);
      } else {
        ObjectNode tree = mapper.valueToTree(reply);
        tree.properties()
            .forEach(property -> json.writePOJOProperty(property.getKey(), property.getValue()));
      }
      if (schemaAsked || reply instanceof QueryReply<?>) {
        Map<String, String> paths = schema.of(reply);
        if (!paths.isEmpty()) {
          json.writePOJOProperty("schema", paths);
        }
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void queryReply(QueryReply<?> reply, JsonGenerator json) {
    List<?> rows = reply.inventories();
    if (rows != null) {
      json.writeArrayPropertyStart("inventories");
      for (Object row : rows) {
        if (reply.fields().isEmpty()) {
          json.writePOJO(row);
        } else {
          ObjectNode tree = mapper.valueToTree(row);
          json.writePOJO(tree.retain(reply.fields()));
        }
      }
      json.writeEndArray();
    }
    if (reply.total() != null) {
      json.writeNumberProperty("total", reply.total());
    }
  }

  /** A failure. */
  public byte[] error(ApiError error) {
    return mapper.writeValueAsBytes(Map.of("error", error));
  }

  /** Anything that is no reply. */
  public byte[] write(Object value) {
    return mapper.writeValueAsBytes(value);
  }

  public String date(Instant time) {
    return dates.text(time);
  }

  byte[] accepted(String location, long apiTimeout) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("location", location);
    body.put("apiTimeout", apiTimeout);
    return mapper.writeValueAsBytes(body);
  }

  /**
   * Reads the body of a request.
   *
   * @return null if the body is empty
   * @throws JacksonException if it is not JSON in UTF-8
   */
  public @Nullable JsonNode read(byte[] body) {
    return body.length == 0 ? null : mapper.readTree(RequestJson.utf8(body));
  }

  /** The properties of a JSON object. */
  public Map<?, ?> map(JsonNode object) {
    return mapper.convertValue(object, LinkedHashMap.class);
  }

  /** Instants in the clients' form. */
  private static final class DateSerializer extends StdSerializer<Instant> {
    private final ZStackDates dates;

    DateSerializer(ZStackDates dates) {
      super(Instant.class);
      this.dates = dates;
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
      json.writeString(dates.text(value));
    }
  }

  /** The characters that could matter to a browser which takes the text for HTML. */
  private static final class HtmlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

    HtmlEscapes() {
      for (char c : new char[] {'=', '<', '>', '&', '\''}) {
        escapes[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
