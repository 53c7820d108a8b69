package org.strongroom.server.image.arrival;

import java.util.List;
import java.util.Optional;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.transfer.TransferResult;

/** What a job that adds an image remembers over its steps and over restarts. */
public record AddedImage(Job job) {
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String SIZE = "size";
  private static final String SHA256 = "sha256";
  private static final String FORMAT = "format";
  private static final String FOUND = "found";
  private static final String CONVERTED = "converted";
  private static final String CONVERTED_LENGTH = "convertedLength";
  private static final String CONVERTED_KEPT = "convertedKept";
  private static final String KEPT = "kept";
  private static final String MANIFEST = "manifest:";
  private static final String REMOVED = "removed:";
  private static final String PROVED = "proved:";
  private static final String WAITS = "waits";

  /** What is known from the beginning. */
  public static java.util.Map<String, String> start(ImagePlace place) {
    return java.util.Map.of(PATH, place.file().toString());
  }

  public ImagePlace place() {
    return new ImagePlace(StoragePath.of(recalled(PATH)));
  }

  public void arrived(TransferResult result, String format) {
    job.remember(LENGTH, Long.toString(result.length()));
    job.remember(KEPT, Long.toString(result.kept()));
    job.remember(SIZE, Long.toString(result.inspection().virtualSize()));
    job.remember(SHA256, result.sha256());
    job.remember(FORMAT, format);
    job.remember(FOUND, result.inspection().format().wireName());
  }

  /** Whether all bytes are in their place on all storages. */
  public boolean hasArrived() {
    return job.recall(SHA256).isPresent();
  }

  /** The format that the bytes have, whatever it is called. */
  public ImageFormat found() {
    return job.recall(FOUND)
        .or(() -> job.recall(FORMAT)) // of jobs that began before the two were kept apart
        .flatMap(ImageFormat::ofWireName)
        .orElse(ImageFormat.RAW);
  }

  /** These storages have compared the bytes as they came: they need not be read again. */
  public void proved(List<CopyTarget> targets) {
    targets.forEach(target -> job.remember(PROVED + target.storage().uuid(), ""));
  }

  public boolean isProved(CopyTarget target) {
    return job.recall(PROVED + target.storage().uuid()).isPresent();
  }

  /** What lies there, or will soon, after the image has been converted. */
  public void converting(TransferResult result) {
    job.remember(CONVERTED_LENGTH, Long.toString(result.length()));
    job.remember(CONVERTED_KEPT, Long.toString(result.kept()));
    job.remember(CONVERTED, result.sha256());
    job.lease().keep(job); // before a storage has it: a later run must not take it for what came
  }

  /** The SHA-256 of the converted image, as soon as one of the storages may have it. */
  public Optional<String> converted() {
    return job.recall(CONVERTED);
  }

  /** All storages have the converted image. */
  public void converted(String sha256, ImageFormat format) {
    job.remember(LENGTH, recalled(CONVERTED_LENGTH));
    job.recall(CONVERTED_KEPT).ifPresent(kept -> job.remember(KEPT, kept));
    job.remember(SHA256, sha256);
    job.remember(FORMAT, format.wireName());
    job.remember(FOUND, format.wireName());
  }

  /** The size of the disk, as the whole image tells it. */
  public void inspected(ImageInspection inspection) {
    job.remember(SIZE, Long.toString(inspection.virtualSize()));
  }

  /** Nothing lies on any storage yet, and nothing is written before {@link #begins}. */
  public void waits() {
    job.remember(WAITS, "true");
  }

  /** From now on something may lie on the storages. */
  public void begins() {
    job.remember(WAITS, "false");
  }

  /** Whether this run of the job has written nothing; of another run it is not known. */
  public boolean isWaiting() {
    return job.recall(WAITS).filter("true"::equals).isPresent();
  }

  public long length() {
    return Long.parseLong(recalled(LENGTH));
  }

  public long virtualSize() {
    return Long.parseLong(recalled(SIZE));
  }

  public String sha256() {
    return recalled(SHA256);
  }

  public String format() {
    return recalled(FORMAT);
  }

  public ArrivedImage bytes() {
    return new ArrivedImage(
        length(),
        virtualSize(),
        sha256(),
        format(),
        job.recall(KEPT).map(Long::valueOf).orElse(null));
  }

  public void described(String storageUuid, int manifestBytes) {
    job.remember(MANIFEST + storageUuid, Integer.toString(manifestBytes));
  }

  /** Bytes that the image and its manifest take on a storage. */
  public long accounted(String storageUuid) {
    return length() + Long.parseLong(recalled(MANIFEST + storageUuid));
  }

  /** Bytes that may lie on each storage after a failure. */
  public long mayRemain() {
    return job.recall(LENGTH).map(Long::parseLong).orElse(0L);
  }

  public void removed(String storageUuid) {
    job.remember(REMOVED + storageUuid, "");
  }

  /** The storages on which something may still lie. */
  public List<String> notRemoved(List<String> storageUuids) {
    return storageUuids.stream().filter(uuid -> job.recall(REMOVED + uuid).isEmpty()).toList();
  }

  private String recalled(String key) {
    Optional<String> value = job.recall(key);
    return value.orElseThrow(() -> new IllegalStateException("the job does not know its " + key));
  }
}
