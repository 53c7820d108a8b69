package org.strongroom.storage.driver.swift;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/**
 * The names of the segments of one write: beside where the file will be, in the container of the
 * segments, {@code <directory>/.<writeId>.part/<file>-<attempt>/<number>}. They hold the write's
 * id, so that they are found without anything else, and the file, so that those of another file
 * that the same work wrote into the directory are not taken for them.
 *
 * @param prefix of all names, with a slash at its end
 */
record SegmentGroup(String prefix) {
  private static final String LEFT_OVER = "tail-";

  /** A new one. */
  static SegmentGroup begin(SwiftStore store, StoragePath path, String writeId, String attempt)
      throws StorageException {
    var group = new SegmentGroup(base(store, path, writeId) + attempt + "/");
    int room = store.info().longestName() - 24;
    if (group.prefix.getBytes(StandardCharsets.UTF_8).length > room) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the name is too long for the store, which takes %d bytes with what is added to name segments"
              .formatted(path, store.info().longestName()));
    }
    return group;
  }

  /** What all groups of a write begin with, whichever attempt they are of. */
  static String base(SwiftStore store, StoragePath path, String writeId) {
    String file = Md5.hex(path.name().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    return store.names().below(path.parent()) + TemporaryName.of(writeId) + "/" + file + "-";
  }

  /** The group that a segment is of; empty if none of our writes made it. */
  static java.util.Optional<SegmentGroup> of(SwiftStore store, Manifests.Entry entry) {
    int slash = entry.object().lastIndexOf('/');
    boolean ours =
        entry.container().equals(store.segments())
            && slash > 0
            && entry.object().startsWith(store.names().below(StoragePath.ROOT))
            && entry.object().substring(0, slash).contains(".part/");
    return ours
        ? java.util.Optional.of(new SegmentGroup(entry.object().substring(0, slash + 1)))
        : java.util.Optional.empty();
  }

  String segment(long number) {
    return prefix + String.format(Locale.ROOT, "%08d", number);
  }

  /** Bytes behind the last full segment, when all that came was to be made durable. */
  String tail(long number) {
    return prefix + LEFT_OVER + String.format(Locale.ROOT, "%08d", number);
  }

  String tails() {
    return prefix + LEFT_OVER;
  }

  /** Made to see whether the store knows manifests. */
  String trial() {
    return prefix + "trial";
  }

  /** What is needed to go on with the write. */
  String journal() {
    return prefix + "journal";
  }
}
