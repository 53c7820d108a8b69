package org.strongroom.server.image.upload;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.strongroom.server.job.Job;

/**
 * A resumable upload, as its job remembers it over restarts. What is told of it is durable on all
 * storages of the image. Sizes are bytes.
 *
 * @param id its name, one for each image
 * @param length of the whole file
 * @param offset how many of them are there
 * @param run the run of the job whose temporary file has them
 * @param digests of the bytes that are there
 * @param expires when it is given up unless somebody goes on with it, in milliseconds since 1970
 * @param metadata as the client gave it
 */
public record PartialUpload(
    String id,
    long length,
    long offset,
    int run,
    CameDigests digests,
    long expires,
    String metadata) {
  private static final String KEY = "upload";
  private static final Pattern SEPARATOR = Pattern.compile("\n");
  private static final int FIELDS = 7;

  /** The id of the upload of an image: whoever lost the answer that named it can still say it. */
  static String idOf(String imageUuid) {
    String name = "resumable upload of image " + imageUuid;
    UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return uuid.toString().replace("-", "");
  }

  /** What a job remembers; empty if no upload was begun. */
  public static Optional<PartialUpload> of(Map<String, String> memory) {
    return of(Optional.ofNullable(memory.get(KEY)));
  }

  /** The upload of a job that runs here; empty if none was begun. */
  public static Optional<PartialUpload> of(Job job) {
    return of(job.recall(KEY));
  }

  private static Optional<PartialUpload> of(Optional<String> kept) {
    return kept.map(text -> SEPARATOR.split(text, FIELDS))
        .filter(fields -> fields.length == FIELDS)
        .map(fields ->
            new PartialUpload(
                fields[0],
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                CameDigests.parse(fields[4], Long.parseLong(fields[2])),
                Long.parseLong(fields[5]),
                fields[6]));
  }

  /** Keeps it durably, as what all nodes tell of it. */
  void keep(Job job) {
    job.remember(
        KEY,
        "%s\n%d\n%d\n%d\n%s\n%d\n%s"
            .formatted(id, length, offset, run, digests.text(), expires, metadata));
    job.lease().keep(job);
  }

  /** There is no upload any more. */
  static void forget(Job job) {
    job.remember(KEY, "");
    job.lease().keep(job);
  }

  /** The same with more bytes, or fewer. */
  PartialUpload at(long bytes, CameDigests digest, int inRun, long until) {
    return new PartialUpload(id, length, bytes, inRun, digest, until, metadata);
  }

  /** Whether all bytes are there; not yet that they are an image, and in its place. */
  public boolean isWhole() {
    return offset == length;
  }

  /** Names the temporary files of a run, apart from those of whole uploads. */
  String writeId(int ofRun) {
    return id + "-" + ofRun;
  }
}
