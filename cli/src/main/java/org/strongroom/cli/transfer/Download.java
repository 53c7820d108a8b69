package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.api.coding.ZerosUnpacked;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.progress.ByteProgress;
import org.strongroom.cli.progress.ProgressBars;
import org.strongroom.cli.terminal.Surroundings;

/**
 * Fetches the bytes of an image, and believes nothing until the digest fits: a file has its name
 * only once it is whole and intact.
 */
public final class Download {
  private static final int PARTIAL = 206;
  private static final int UNSATISFIABLE = 416;
  private final Api api;
  private final ProgressBars bars;
  private final Surroundings surroundings;

  public Download(Api api, ProgressBars bars, Surroundings surroundings) {
    this.api = api;
    this.bars = bars;
    this.surroundings = surroundings;
  }

  /**
   * Into a file. What an earlier download left half done is taken up where it stopped; if the whole
   * then has the wrong digest, it is fetched from the start.
   *
   * @param overwrite whether a file of that name may be replaced
   * @return how many bytes the file has
   */
  public long toFile(ImageBytes image, Path file, boolean overwrite) throws InterruptedException {
    try (PartFile part = PartFile.of(file, image.partSuffix(), overwrite)) {
      if (part.size() > 0 && !fetch(image, part)) {
        surroundings.err().println("what was there of " + file + " does not fit: from the start");
        part.truncate();
      }
      if (!part.isComplete() && !fetch(image, part)) {
        part.discard();
        throw mismatch(image);
      }
      long size = part.size();
      part.keep();
      return size;
    } catch (IOException e) {
      throw CallFailedException.here(
          "the download broke off (%s); the same command takes it up again"
              .formatted(e.getMessage()));
    }
  }

  /** To standard output; a wrong digest can only be told after the bytes. */
  public void toStandardOutput(ImageBytes image) throws InterruptedException {
    MessageDigest digest = Sha256.start();
    try {
      Coming coming = request(image, 0);
      ContentFacts facts = coming.facts();
      try (InputStream bytes = coming.bytes()) {
        requireSuccess(coming.response(), bytes);
        copy(image, bytes, surroundings.out(), digest, facts);
      }
      surroundings.out().flush();
      if (!fits(image, facts.sha256(), digest)) {
        throw mismatch(image);
      }
    } catch (IOException e) {
      throw CallFailedException.here("the download broke off: " + e.getMessage());
    }
  }

  /** Fetches what the part file lacks. False if the whole has not the digest that it should. */
  private boolean fetch(ImageBytes image, PartFile part) throws IOException, InterruptedException {
    Coming coming = request(image, part.size());
    HttpResponse<InputStream> response = coming.response();
    ContentFacts facts = coming.facts();
    try (InputStream bytes = coming.bytes()) {
      boolean resumed = part.size() > 0;
      if (resumed && response.statusCode() == UNSATISFIABLE) {
        return part.complete(image.isSnapshot() && facts.total().orElse(-1) == part.size());
      }
      requireSuccess(response, bytes);
      if (resumed && !isContinuation(image, facts, part)) {
        return false;
      }
      MessageDigest digest = Sha256.start();
      part.hash(digest);
      try (OutputStream out = part.append()) {
        copy(image, bytes, out, digest, facts);
      }
      if (facts.total().isPresent() && facts.total().getAsLong() != part.size()) {
        throw new IOException(
            "%d of %d bytes came".formatted(part.size(), facts.total().getAsLong()));
      }
      return part.complete(fits(image, facts.sha256(), digest));
    }
  }

  /**
   * Only a digest of the whole makes it safe to go on with bytes from another time, or that they
   * can be no others.
   */
  private static boolean isContinuation(ImageBytes image, ContentFacts facts, PartFile part)
      throws IOException {
    return facts.start() > 0
        && (image.isSnapshot() || facts.sha256().isPresent())
        && facts.start() == part.size();
  }

  /**
   * An answer.
   *
   * @param bytes of the image, no longer packed
   */
  private record Coming(
      HttpResponse<InputStream> response, ContentFacts facts, InputStream bytes) {}

  /** Asks for what is missing, so that its zeros are packed for their way. */
  private Coming request(ImageBytes image, long from) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = request(image, from, true);
    if (from > 0 && response.statusCode() == 200 && !ContentFacts.isRest(response, from)) {
      response.body().close(); // a server that knows ranges alone
      response = request(image, from, false);
    }
    if (response.headers().firstValue("Content-Encoding").equals(Optional.of(ZerosPacked.NAME))) {
      Optional<ZerosUnpacked> unpacked = ZerosUnpacked.of(response.body());
      if (unpacked.isPresent()) {
        return new Coming(response, ContentFacts.of(response, unpacked.get()), unpacked.get());
      }
      response.body().close(); // somebody on the way has packed it
      response = request(image, from, false);
    }
    return new Coming(response, ContentFacts.of(response), response.body());
  }

  private HttpResponse<InputStream> request(ImageBytes image, long from, boolean packed)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(api.credentials());
    headers.put("Want-Digest", "sha-256");
    headers.put("Accept-Encoding", packed ? ZerosPacked.NAME + ", identity" : "identity");
    if (from > 0 && !packed) {
      headers.put("Range", "bytes=" + from + "-");
    }
    try {
      return api.server().download(image.path(from > 0 && packed ? from : 0), headers);
    } catch (ConnectException e) {
      throw api.server().unreachable(e);
    }
  }

  private static void requireSuccess(HttpResponse<InputStream> response, InputStream bytes)
      throws IOException {
    if (response.statusCode() != 200 && response.statusCode() != PARTIAL) {
      String body = new String(bytes.readNBytes(1 << 20), StandardCharsets.UTF_8);
      throw new Server.Answer(
              response.statusCode(), body, response.headers().firstValue("X-Request-Id"))
          .failure();
    }
  }

  private void copy(
      ImageBytes image,
      InputStream bytes,
      OutputStream out,
      MessageDigest digest,
      ContentFacts facts)
      throws IOException {
    try (ByteProgress progress = bars.bytes(image.uuid(), facts.length())) {
      new CountedDigest(bytes, digest, progress).transferTo(out);
    }
  }

  private boolean fits(ImageBytes image, Optional<String> promised, MessageDigest digest) {
    if (promised.isEmpty() && image.isSnapshot()) {
      return true; // the server ends the connection before a block that is not what was stored
    }
    if (promised.isEmpty()) {
      surroundings.err().println("warning: the server told no digest, nothing was verified");
      return true;
    }
    return promised.get().equals(Sha256.hex(digest.digest()));
  }

  private static CallFailedException mismatch(ImageBytes image) {
    return CallFailedException.here(
        "the bytes of %s have not the SHA-256 that the server promised".formatted(image.uuid()));
  }

  /**
   * What to fetch.
   *
   * @param resources as they stand in the path
   * @param backupStorageUuid the storage whose copy is meant; any if empty
   */
  public record ImageBytes(String resources, String uuid, Optional<String> backupStorageUuid) {
    private static final String SNAPSHOTS = "volume-snapshots";

    /** Of an image, whose digest the server tells. */
    public static ImageBytes image(String uuid, Optional<String> backupStorageUuid) {
      return new ImageBytes("images", uuid, backupStorageUuid);
    }

    /** Of a volume snapshot, whose blocks the server compares with their digests. */
    public static ImageBytes snapshot(String uuid, Optional<String> backupStorageUuid) {
      return new ImageBytes(SNAPSHOTS, uuid, backupStorageUuid);
    }

    /** Whether it never changes, and has no digest of the whole. */
    boolean isSnapshot() {
      return resources.equals(SNAPSHOTS);
    }

    /** What the name of its part file ends with: bytes of another snapshot must not be in it. */
    String partSuffix() {
      return isSnapshot() ? "." + uuid + ".part" : ".part";
    }

    /** Of the bytes from an offset on. */
    String path(long from) {
      List<String> parameters = new ArrayList<>();
      backupStorageUuid.ifPresent(
          storage -> parameters.add("backupStorageUuid=" + encode(storage)));
      if (from > 0) {
        parameters.add("from=" + from);
      }
      String path = "/" + resources + "/" + encode(uuid) + "/file";
      return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
