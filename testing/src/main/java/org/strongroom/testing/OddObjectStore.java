package org.strongroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory, without accounts, that has one of the oddities which S3-compatible
 * stores are known for. It stands for those that cannot be run here.
 */
public final class OddObjectStore implements AutoCloseable {
  /** What is odd about it. */
  public enum Oddity {
    NONE,
    /** Objects are locked: no PUT is taken without a digest of its bytes. */
    LOCKED,
    /** ETags look like MD5 and are something else. */
    OPAQUE_ETAGS,
    /** Parts get no ETag. */
    NO_ETAGS,
    /** What was told about an object when its upload began is forgotten. */
    LOSES_METADATA,
    /** Of what is uploaded in parts, a bit is turned. */
    TURNS_BITS,
    /** Compares the CRC-32C of parts, and wants it again when they become an object. */
    COMPARES_CRC,
    /** Says back any CRC-32C that it is told, and looks at none. */
    ECHOES_CRC,
    /** Has never heard of checksums, and refuses calls that have any. */
    REFUSES_CRC,
    /** As {@link #COMPARES_CRC} until the first large part, which it says nothing of. */
    FORGETS_CRC,
    /** Lists by one object a page, as the first version does: goes on behind {@code marker}. */
    LISTS_BY_MARKER,
    /** Lists the first object only, and says that there are more. */
    LISTS_THE_FIRST,
    /** Takes the bucket's name in the host name only; answers HEAD without a reason. */
    WANTS_HOST_NAME,
    /** Is in {@link #REGION}, and takes what is signed for that only. */
    IS_ELSEWHERE,
    /** Lets nobody look at objects; HEAD is answered without a reason. */
    SHOWS_NOTHING,
    /** Finds the time in every call too far from its own, which is right. */
    REFUSES_THE_TIME
  }

  /** The bucket that everybody uses. */
  public static final String BUCKET = "bucket";

  /** Where {@link Oddity#IS_ELSEWHERE} has it. */
  public static final String REGION = "eu-south-7";

  private static final class Stored {
    private final byte[] bytes;
    private final String etag;
    private final Map<String, String> metadata;

    Stored(byte[] bytes, String etag, Map<String, String> metadata) {
      this.bytes = bytes;
      this.etag = etag;
      this.metadata = metadata;
    }
  }

  private final Oddity oddity;
  private final HttpServer server;
  private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Map<Integer, byte[]> parts = new ConcurrentSkipListMap<>();
  private static final String CRC = "x-amz-checksum-crc32c";

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger withCrc = new AtomicInteger();
  private volatile boolean summed;
  private volatile Map<String, String> metadata = Map.of();
  private volatile @Nullable String lock;
  private volatile Runnable written = () -> {};

  private OddObjectStore(Oddity oddity, HttpServer server) {
    this.oddity = oddity;
    this.server = server;
  }

  /** Starts it on the loopback interface; every bucket is there. */
  public static OddObjectStore start(Oddity oddity) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    var store = new OddObjectStore(oddity, server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", store::answer);
    server.start();
    return store;
  }

  /** Where it answers. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * The same by a name, which only a resolver of one's own knows; its buckets have names below it.
   */
  public URI namedEndpoint() {
    return URI.create("http://store.test:" + server.getAddress().getPort());
  }

  /** The keys of its objects. */
  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  /** The bytes of an object. */
  public byte[] bytes(String key) {
    return Objects.requireNonNull(objects.get(key), key).bytes.clone();
  }

  /** Puts an object there. */
  public void put(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes.clone(), md5(bytes), Map.of()));
  }

  /** Has something done when a small object was written, before that is answered. */
  public void whenWritten(Runnable then) {
    written = then;
  }

  /** For how long the last upload in parts was to be locked; empty if it was not. */
  public Optional<String> lock() {
    return Optional.ofNullable(lock);
  }

  /** How many PUTs came without a digest to a store that wants one. */
  public int refused() {
    return refused.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (oddity == Oddity.REFUSES_THE_TIME) {
        fail(exchange, 403, "RequestTimeTooSkewed");
      } else if (oddity == Oddity.WANTS_HOST_NAME && !isInHostName(exchange)) {
        fail(exchange, 403, "SecondLevelDomainForbidden");
      } else if (oddity == Oddity.IS_ELSEWHERE && !isSignedFor(REGION, exchange)) {
        fail(
            exchange,
            400,
            "AuthorizationHeaderMalformed",
            "<Message>the region is wrong; expecting '%s'</Message>".formatted(REGION));
      } else if (oddity == Oddity.SHOWS_NOTHING && readsObject(exchange)) {
        fail(exchange, 403, "AccessDenied");
      } else if (exchange.getRequestMethod().equals("PUT") && !isDigested(exchange, body)) {
        refused.incrementAndGet();
        fail(exchange, 400, "InvalidRequest");
      } else {
        call(exchange, body);
      }
    }
  }

  private static @Nullable String lock(HttpExchange exchange) {
    String mode = exchange.getRequestHeaders().getFirst("x-amz-object-lock-mode");
    return mode == null
        ? null
        : mode + " " + exchange.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
  }

  private static boolean isInHostName(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Host").startsWith(BUCKET + ".");
  }

  private static boolean isSignedFor(String region, HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
        .contains("/" + region + "/s3/");
  }

  private static boolean readsObject(HttpExchange exchange) {
    return Set.of("HEAD", "GET").contains(exchange.getRequestMethod())
        && exchange.getRequestURI().getPath().split("/", 3).length == 3
        && !exchange.getRequestURI().getPath().endsWith("/");
  }

  private boolean isDigested(HttpExchange exchange, byte[] body) {
    String told = exchange.getRequestHeaders().getFirst("Content-MD5");
    if (told == null) {
      return oddity != Oddity.LOCKED;
    }
    return told.equals(
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5(body).replace("\"", ""))));
  }

  private void call(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String whole = exchange.getRequestURI().getPath();
    String[] path = (isInHostName(exchange) ? "/" + BUCKET + whole : whole).split("/", 3);
    String key = path.length < 3 ? "" : path[2];
    String method = exchange.getRequestMethod();
    if (query.containsKey("object-lock")) {
      if (oddity == Oddity.LOCKED) {
        send(
            exchange,
            200,
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>"
                + "</ObjectLockConfiguration>");
      } else {
        fail(exchange, 404, "ObjectLockConfigurationNotFoundError");
      }
    } else if (key.isEmpty()) {
      send(exchange, 200, method.equals("GET") ? list(query) : "");
    } else if (query.containsKey("uploads")
        && method.equals("POST")
        && oddity == Oddity.REFUSES_CRC
        && exchange.getRequestHeaders().containsKey("x-amz-checksum-algorithm")) {
      fail(exchange, 501, "NotImplemented");
    } else if (query.containsKey("uploads") && method.equals("POST")) {
      parts.clear();
      summed = exchange.getRequestHeaders().containsKey("x-amz-checksum-algorithm");
      metadata = metadata(exchange);
      lock = lock(exchange);
      send(
          exchange,
          200,
          "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
    } else if (query.containsKey("partNumber")) {
      part(exchange, Integer.parseInt(query.get("partNumber")), body);
    } else if (query.containsKey("uploadId")) {
      upload(exchange, method, key, body);
    } else {
      object(exchange, method, key, body);
    }
  }

  private void part(HttpExchange exchange, int number, byte[] body) throws IOException {
    String told = exchange.getRequestHeaders().getFirst(CRC);
    boolean compares = oddity == Oddity.COMPARES_CRC || oddity == Oddity.FORGETS_CRC;
    if (compares && summed && (told == null || !told.equals(crc(body)))) {
      fail(exchange, 400, "BadDigest");
      return;
    }
    boolean forgotten = oddity == Oddity.FORGETS_CRC && body.length > 1;
    if (told != null && !forgotten && (compares || oddity == Oddity.ECHOES_CRC)) {
      exchange.getResponseHeaders().set(CRC, told);
    }
    if (told != null && body.length > 1) {
      withCrc.incrementAndGet();
    }
    parts.put(number, body);
    tag(exchange, partTag(body));
    send(exchange, 200, "");
  }

  private static String crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** How many parts of more than a byte came with their CRC-32C and were taken. */
  public int withCrc() {
    return withCrc.get();
  }

  private @Nullable String partTag(byte[] body) {
    return switch (oddity) {
      case NO_ETAGS -> null;
      case OPAQUE_ETAGS -> "\"0123456789abcdef0123456789abcdef\"";
      default -> md5(body);
    };
  }

  private void upload(HttpExchange exchange, String method, String key, byte[] body)
      throws IOException {
    switch (method) {
      case "GET" -> send(exchange, 200, "<ListPartsResult/>");
      case "DELETE" -> send(exchange, 204, "");
      default -> {
        var whole = new java.io.ByteArrayOutputStream();
        parts.values().forEach(whole::writeBytes);
        String told = "";
        if (oddity == Oddity.COMPARES_CRC && summed) {
          var sums = new java.io.ByteArrayOutputStream();
          String asked = new String(body, StandardCharsets.UTF_8);
          for (byte[] part : parts.values()) {
            if (!asked.contains("<ChecksumCRC32C>" + crc(part) + "</ChecksumCRC32C>")) {
              fail(exchange, 400, "InvalidPart");
              return;
            }
            sums.writeBytes(Base64.getDecoder().decode(crc(part)));
          }
          told =
              "<ChecksumCRC32C>%s-%d</ChecksumCRC32C>"
                  .formatted(crc(sums.toByteArray()), parts.size());
        }
        byte[] bytes = whole.toByteArray();
        if (oddity == Oddity.TURNS_BITS) {
          bytes[bytes.length / 2] ^= 1;
        }
        boolean forgets = oddity == Oddity.LOSES_METADATA || oddity == Oddity.TURNS_BITS;
        objects.put(key, new Stored(bytes, "\"x-1\"", forgets ? Map.of() : metadata));
        send(
            exchange,
            200,
            "<CompleteMultipartUploadResult><ETag>\"x-1\"</ETag>"
                + told
                + "</CompleteMultipartUploadResult>");
      }
    }
  }

  private void object(HttpExchange exchange, String method, String key, byte[] body)
      throws IOException {
    Stored stored = objects.get(key);
    if (method.equals("PUT")) {
      put(key, body);
      written.run();
      tag(exchange, md5(body));
      send(exchange, 200, "");
    } else if (method.equals("DELETE")) {
      objects.remove(key);
      send(exchange, 204, "");
    } else if (stored == null) {
      fail(exchange, 404, "NoSuchKey");
    } else {
      stored.metadata.forEach(exchange.getResponseHeaders()::set);
      tag(exchange, stored.etag);
      send(exchange, 200, stored.bytes);
    }
  }

  private String list(Map<String, String> query) {
    if (query.containsKey("uploads")) {
      return "<ListMultipartUploadsResult/>";
    }
    boolean one = oddity == Oddity.LISTS_BY_MARKER || oddity == Oddity.LISTS_THE_FIRST;
    String after = oddity == Oddity.LISTS_THE_FIRST ? "" : query.getOrDefault("marker", "");
    List<Map.Entry<String, Stored>> found =
        List.copyOf(new TreeMap<>(objects.tailMap(after, false)).entrySet());
    boolean more = one && (found.size() > 1 || oddity == Oddity.LISTS_THE_FIRST);
    return found.stream()
        .limit(one ? 1 : found.size())
        .map(object ->
            "<Contents><Key>%s</Key><ETag>%s</ETag><Size>%d</Size></Contents>"
                .formatted(object.getKey(), object.getValue().etag, object.getValue().bytes.length))
        .collect(
            Collectors.joining(
                "",
                "<ListBucketResult><IsTruncated>" + more + "</IsTruncated>",
                "</ListBucketResult>"));
  }

  private static Map<String, String> metadata(HttpExchange exchange) {
    return exchange.getRequestHeaders().entrySet().stream()
        .filter(
            header -> header.getKey().toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-meta-"))
        .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().getFirst()));
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] both = pair.split("=", 2);
      query.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String md5(byte[] bytes) {
    try {
      return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tag(HttpExchange exchange, @Nullable String etag) {
    if (etag != null) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
  }

  private static void fail(HttpExchange exchange, int status, String code) throws IOException {
    fail(exchange, status, code, "");
  }

  private static void fail(HttpExchange exchange, int status, String code, String more)
      throws IOException {
    send(exchange, status, "<Error><Code>" + code + "</Code>" + more + "</Error>");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
