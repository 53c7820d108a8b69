package org.strongroom.storage.repository.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackedBlob;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON in {@code index/}: packs and the blobs in them. */
public final class IndexFile {
  private static final String WHAT = "an index file";
  private static final int MOST_BLOBS_OF_A_PACK = 1 << 20;
  private static final JsonFactory WRITING = new JsonFactory();

  private IndexFile() {}

  /** What an index file says of one pack. */
  public record IndexedPack(ContentId id, List<PackedBlob> blobs) {}

  /** Takes the packs of a file, one after the other. */
  public interface Packs {
    void add(IndexedPack pack) throws RepositoryException;
  }

  /** The file that tells of packs. */
  public static byte[] write(List<IndexedPack> packs) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = WRITING.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeName("packs");
      json.writeStartArray();
      for (IndexedPack pack : packs) {
        write(json, pack);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, IndexedPack pack) {
    json.writeStartObject();
    json.writeName("id");
    json.writeString(pack.id().hex());
    json.writeName("blobs");
    json.writeStartArray();
    for (PackedBlob blob : pack.blobs()) {
      json.writeStartObject();
      json.writeName("id");
      json.writeString(blob.id().hex());
      json.writeName("type");
      json.writeString(blob.type().word());
      json.writeName("offset");
      json.writeNumber(blob.offset());
      json.writeName("length");
      json.writeNumber(blob.length());
      if (blob.unpackedLength() > 0) {
        json.writeName("uncompressed_length");
        json.writeNumber(blob.unpackedLength());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads a file, pack by pack, in memory that does not grow with it.
   *
   * @throws RepositoryException DAMAGED if it is none, or tells of what cannot be
   */
  public static void read(InputStream file, Packs packs) throws IOException {
    Json.read(
        file,
        WHAT,
        json -> {
          readFile(json, packs);
          return true;
        });
  }

  private static void readFile(JsonParser json, Packs packs) throws RepositoryException {
    Json.expect(json, JsonToken.START_OBJECT, WHAT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isPacks = json.currentName().equals("packs");
      json.nextToken();
      if (isPacks && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          packs.add(readPack(json));
        }
        requireEnd(json, JsonToken.END_ARRAY);
      } else {
        json.skipChildren();
      }
    }
    requireEnd(json, JsonToken.END_OBJECT);
  }

  private static void requireEnd(JsonParser json, JsonToken token) throws RepositoryException {
    if (json.currentToken() != token) {
      throw RepositoryException.damaged(WHAT + " has another form than it should");
    }
  }

  private static IndexedPack readPack(JsonParser json) throws RepositoryException {
    ContentId id = null;
    var blobs = new ArrayList<PackedBlob>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (json.currentName()) {
        case "id" -> id = ContentId.parsed(Json.nextText(json, WHAT));
        case "blobs" -> {
          Json.expect(json, JsonToken.START_ARRAY, WHAT);
          while (json.nextToken() == JsonToken.START_OBJECT) {
            if (blobs.size() == MOST_BLOBS_OF_A_PACK) {
              throw RepositoryException.damaged(WHAT + " has a pack with too many blobs");
            }
            blobs.add(readBlob(json));
          }
          requireEnd(json, JsonToken.END_ARRAY);
        }
        default -> {
          json.nextToken();
          json.skipChildren();
        }
      }
    }
    requireEnd(json, JsonToken.END_OBJECT);
    if (id == null) {
      throw RepositoryException.damaged(WHAT + " has a pack without an id");
    }
    blobs.sort(Comparator.comparingInt(PackedBlob::offset));
    PackedBlob.check(id, blobs);
    return new IndexedPack(id, blobs);
  }

  private static PackedBlob readBlob(JsonParser json) throws RepositoryException {
    ContentId id = null;
    BlobType type = null;
    long offset = -1;
    long length = -1;
    long unpacked = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (json.currentName()) {
        case "id" -> id = ContentId.parsed(Json.nextText(json, WHAT));
        case "type" -> type = BlobType.of(Json.nextText(json, WHAT)).orElse(null);
        case "offset" -> offset = Json.nextNumber(json, Integer.MAX_VALUE, WHAT);
        case "length" -> length = Json.nextNumber(json, Integer.MAX_VALUE, WHAT);
        case "uncompressed_length" -> unpacked = Json.nextNumber(json, Integer.MAX_VALUE, WHAT);
        default -> {
          json.nextToken();
          json.skipChildren();
        }
      }
    }
    requireEnd(json, JsonToken.END_OBJECT);
    if (id == null || type == null || offset < 0 || length < 0) {
      throw RepositoryException.damaged(WHAT + " has a blob of which it does not say all");
    }
    return new PackedBlob(type, id, (int) offset, (int) length, (int) unpacked);
  }
}
