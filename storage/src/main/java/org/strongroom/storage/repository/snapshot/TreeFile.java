package org.strongroom.storage.repository.snapshot;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/** A list of files and directories, as the blobs of trees hold it. */
public final class TreeFile {
  private static final String WHAT = "a tree";
  private static final int MODE = 0600;

  private TreeFile() {}

  /** A directory in a tree. */
  public record Subtree(String name, ContentId tree) {}

  /** What a tree has. */
  public record Tree(List<FileNode> files, List<Subtree> directories) {}

  /** The tree of one file. */
  public static byte[] write(FileNode file, Instant time) {
    ObjectNode node = Json.newObject();
    node.put("name", file.name());
    node.put("type", "file");
    node.put("mode", MODE);
    node.put("mtime", time.toString());
    node.put("atime", time.toString());
    node.put("ctime", time.toString());
    node.put("uid", 0);
    node.put("gid", 0);
    node.put("size", file.size());
    node.put("links", 1);
    String head = new String(Json.bytes(node), StandardCharsets.UTF_8);
    byte[] before =
        ("{\"nodes\":[" + head.substring(0, head.length() - 1) + ",\"content\":[")
            .getBytes(StandardCharsets.UTF_8);
    byte[] after = "]}]}\n".getBytes(StandardCharsets.UTF_8);
    int each = 2 * ContentId.BYTES + 3;
    int content = Math.max(0, Math.multiplyExact(file.content().size(), each) - 1);
    byte[] tree = new byte[before.length + content + after.length];
    System.arraycopy(before, 0, tree, 0, before.length);
    for (int i = 0; i < file.content().size(); i++) {
      int at = before.length + i * each;
      if (i > 0) {
        tree[at - 1] = ',';
      }
      tree[at] = '"';
      byte[] hex = file.content().get(i).hex().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(hex, 0, tree, at + 1, hex.length);
      tree[at + each - 2] = '"';
    }
    System.arraycopy(after, 0, tree, before.length + content, after.length);
    return tree;
  }

  /**
   * Reads a tree, whoever wrote it; what is neither a file nor a directory is left out.
   *
   * @param length bytes of the tree, from the beginning of {@code bytes}
   * @param wanted tells by their names the files whose blobs are of interest; others come without
   */
  public static Tree read(byte[] bytes, int length, Predicate<String> wanted)
      throws RepositoryException {
    return Json.read(
        new ByteArrayInputStream(bytes, 0, length), WHAT, json -> readTree(json, wanted));
  }

  private static Tree readTree(JsonParser json, Predicate<String> wanted)
      throws RepositoryException {
    var tree = new Tree(new ArrayList<>(), new ArrayList<>());
    Json.expect(json, JsonToken.START_OBJECT, WHAT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isNodes = json.currentName().equals("nodes");
      json.nextToken();
      if (isNodes && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          readNode(json, wanted, tree);
        }
      } else {
        json.skipChildren();
      }
    }
    return tree;
  }

  private static void readNode(JsonParser json, Predicate<String> wanted, Tree tree)
      throws RepositoryException {
    String name = "";
    String type = "";
    long size = 0;
    IdList content = new IdList();
    @Nullable ContentId subtree = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (json.currentName()) {
        case "name" -> name = Json.nextText(json, WHAT);
        case "type" -> type = Json.nextText(json, WHAT);
        case "size" -> size = Json.nextNumber(json, Long.MAX_VALUE, WHAT);
        case "subtree" -> {
          if (json.nextToken() == JsonToken.VALUE_STRING) {
            subtree = ContentId.parsed(json.getString());
          }
        }
        case "content" -> {
          // The name stands before it in every tree that is known.
          if (json.nextToken() == JsonToken.START_ARRAY && !wanted.test(name)) {
            json.skipChildren();
          } else {
            readContent(json, content);
          }
        }
        default -> {
          json.nextToken();
          json.skipChildren();
        }
      }
    }
    requireName(name);
    if (type.equals("file")) {
      tree.files().add(new FileNode(name, size, content));
    } else if (type.equals("dir") && subtree != null) {
      tree.directories().add(new Subtree(name, subtree));
    }
  }

  private static void readContent(JsonParser json, IdList content) throws RepositoryException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    String before = "";
    ContentId id = null;
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      String text = json.getString();
      if (id == null || !text.equals(before)) { // zeros come by the thousand
        id = ContentId.parsed(text);
        before = text;
      }
      content.add(id);
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw RepositoryException.damaged("a tree has a file that is not understood");
    }
  }

  private static void requireName(String name) throws RepositoryException {
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw RepositoryException.damaged("a tree has a name that no file can have");
    }
  }
}
