package org.strongroom.server.imagebackup.discovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.ova.OvaFile;
import org.strongroom.storage.ova.archive.OvaLimits;

/**
 * Looks for OVAs at the top of a node's directory and one level below. They are inspected where
 * they lie: of plain ones only headers and descriptors cross the wire.
 */
final class NodeScan {
  private static final Set<String> NOT_FOR_OVAS =
      Set.of("rootVolumeTemplates", "dataVolumeTemplates");

  private static final int MOST_REASON = 1000;

  private final StorageDriver driver;
  private final Map<String, Long> known;
  private final Set<String> passedOver;
  private final Job job;

  /**
   * A look at one node.
   *
   * @param known sizes of sound OVAs that the catalog has, by path: compressed ones are not
   *     expanded again while they have that size
   * @param passedOver paths of files that are being written or removed
   */
  NodeScan(StorageDriver driver, Map<String, Long> known, Set<String> passedOver, Job job) {
    this.driver = driver;
    this.known = known;
    this.passedOver = passedOver;
    this.job = job;
  }

  /**
   * All files that look like OVAs.
   *
   * @throws StorageException if the node can not be read
   */
  List<FoundOva> run() throws StorageException {
    List<StorageEntry> files = files();
    List<FoundOva> found = new ArrayList<>();
    for (StorageEntry file : files) {
      job.checkStopped();
      found.add(look(file));
      job.progress().advance(found.size(), files.size());
    }
    return found;
  }

  private List<StorageEntry> files() throws StorageException {
    List<StorageEntry> files = new ArrayList<>();
    for (StorageEntry entry : driver.list(StoragePath.ROOT)) {
      if (isOva(entry)) {
        files.add(entry);
      } else if (isDirectoryForOvas(entry)) {
        job.checkStopped();
        below(entry.path()).stream().filter(this::isOva).forEach(files::add);
      }
    }
    return files;
  }

  private List<StorageEntry> below(StoragePath directory) throws StorageException {
    try {
      return driver.list(directory);
    } catch (StorageException e) {
      return switch (e.reason()) {
        // gone meanwhile, or not ours to read
        case NOT_FOUND, WRONG_TYPE, PERMISSION_DENIED -> List.of();
        default -> throw e;
      };
    }
  }

  private static boolean isDirectoryForOvas(StorageEntry entry) {
    String name = entry.path().name();
    return entry.kind() == StorageEntry.Kind.DIRECTORY
        && !name.startsWith(".")
        && !NOT_FOR_OVAS.contains(name);
  }

  private boolean isOva(StorageEntry entry) {
    String name = entry.path().name().toLowerCase(Locale.ROOT);
    return entry.kind() == StorageEntry.Kind.FILE
        && !name.startsWith(".")
        && (name.endsWith(".ova") || name.endsWith(".ova.gz"))
        && !passedOver.contains(entry.path().toString());
  }

  private FoundOva look(StorageEntry file) throws StorageException {
    String path = file.path().toString();
    if (file.size() == 0) {
      return new FoundOva(path, 0, null, "the file is empty");
    }
    try {
      return inspected(file);
    } catch (StorageException e) {
      checkReachable(file, e);
      return e.reason() == StorageException.Reason.FAILED ? again(file) : broken(file, e);
    } catch (IOException e) {
      return broken(file, e);
    }
  }

  private FoundOva inspected(StorageEntry file) throws IOException {
    String path = file.path().toString();
    OvaFile ova = new OvaFile(driver, file.path(), OvaLimits.DEFAULT);
    boolean sameAsKnown = Long.valueOf(file.size()).equals(known.get(path));
    OvaSummary summary = sameAsKnown && ova.isGzip() ? null : OvaSummary.of(ova.inspect());
    return new FoundOva(path, file.size(), summary, null);
  }

  /** A call that failed once says nothing of the file; one that fails again does. */
  private FoundOva again(StorageEntry file) throws StorageException {
    try {
      return inspected(file);
    } catch (StorageException e) {
      checkReachable(file, e);
      return broken(file, e);
    } catch (IOException e) {
      return broken(file, e);
    }
  }

  private static FoundOva broken(StorageEntry file, IOException why) {
    String reason = OvaSummary.cut(String.valueOf(why.getMessage()), MOST_REASON);
    return new FoundOva(file.path().toString(), file.size(), null, reason);
  }

  /** One file that can not be read is broken; a node that can not be read is an error. */
  private void checkReachable(StorageEntry file, StorageException failure) throws StorageException {
    switch (failure.reason()) {
      case NOT_FOUND, WRONG_TYPE, PERMISSION_DENIED, FAILED -> driver.stat(file.path());
      default -> throw failure;
    }
  }
}
