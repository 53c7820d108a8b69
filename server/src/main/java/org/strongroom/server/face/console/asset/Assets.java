package org.strongroom.server.face.console.asset;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** Files of the program that browsers keep for a year: another content has another name. */
public final class Assets {
  /** Where they are served. */
  public static final String PATH = "/console/assets/";

  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/";
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> byName = new HashMap<>();
  private final Map<String, String> urls = new HashMap<>();

  /** One file, as it is and packed for its way. */
  private static final class Asset {
    private final String type;
    private final byte[] bytes;
    private final byte[] packed;

    Asset(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
      this.packed = packed(bytes);
    }
  }

  /** Reads all files. */
  public Assets() {
    for (String file :
        new String[] {
          "console.css", "console.js", "live.js", "upload.js", "digest.js", "icon.svg"
        }) {
      add(file, read("/console/" + file));
    }
    add("htmx.js", read(HTMX + htmxVersion() + "/dist/htmx.min.js"));
  }

  private void add(String file, byte[] bytes) {
    int dot = file.lastIndexOf('.');
    String type = file.substring(dot + 1);
    String name = file.substring(0, dot) + "." + digest(bytes) + "." + type;
    byName.put(name, new Asset(java.util.Objects.requireNonNull(TYPES.get(type)), bytes));
    urls.put(file, PATH + name);
  }

  /** The url of a file. */
  public String url(String file) {
    String url = urls.get(file);
    if (url == null) {
      throw new IllegalArgumentException("no asset " + file);
    }
    return url;
  }

  /** Bytes that all of them take on their way. */
  public int packedBytes() {
    return byName.values().stream().mapToInt(asset -> asset.packed.length).sum();
  }

  /** Sends a file; false if there is none of this name. */
  public boolean send(String name, Context ctx) {
    Asset asset = byName.get(name);
    if (asset == null) {
      return false;
    }
    ctx.header("Cache-Control", "public, max-age=31536000, immutable");
    ctx.header("Vary", "Accept-Encoding");
    ctx.contentType(asset.type);
    String accepted = ctx.header("Accept-Encoding");
    boolean packs = accepted != null && accepted.contains("gzip");
    if (packs) {
      ctx.header("Content-Encoding", "gzip");
    }
    ctx.result(packs ? asset.packed : asset.bytes);
    return true;
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks " + resource);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String htmxVersion() {
    Properties properties = new Properties();
    try (InputStream file =
        Assets.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties")) {
      if (file == null) {
        throw new IllegalStateException("the program lacks htmx");
      }
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
