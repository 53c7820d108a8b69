package org.strongroom.server.volume.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.source.VolumeUrl;

/**
 * Where a snapshot is restored to.
 *
 * @param format of a file that is made anew; a raw one that is there is written over
 * @param changedOnly whether only what differs is written over it
 */
public record RestoreTarget(VolumeAccess access, ImageFormat format, boolean changedOnly) {
  /**
   * Makes sure that the url can be written to at all.
   *
   * @throws ApiException SYS.1007
   */
  public void check() {
    VolumeUrl.Scheme scheme = access.url().scheme();
    if (access.url().snapshot().isPresent()) {
      throw ApiException.invalid(
          "an internal snapshot of an image is only read: say with 'to' where is restored to,"
              + " without '#snapshot='");
    }
    if (scheme.isNbd()) {
      if (format != ImageFormat.RAW) {
        throw ApiException.invalid("an NBD export is written raw: its server knows the format");
      }
      return;
    }
    if (scheme != VolumeUrl.Scheme.FILE && scheme != VolumeUrl.Scheme.SSH) {
      throw ApiException.invalid(
          "a snapshot is restored to file:///path, ssh://user@host/path or an NBD export, not to a %s url"
              .formatted(access.scheme()));
    }
  }

  /** Where the disk is written to, connected. */
  public interface Opened extends Closeable {
    /** Writes the disk. */
    void write(StoredDisk stored, Job job) throws IOException;
  }

  /** Connects to the machine that it is on, or to the server that exports it. */
  public Opened open(VolumeHosts hosts, VolumeExports exports) throws IOException {
    return access.url().scheme().isNbd()
        ? new ExportTarget(exports.openTarget(access), access.shown(), changedOnly)
        : new OnHost(this, hosts.open(access));
  }

  private record OnHost(RestoreTarget target, VolumeHosts.Host host) implements Opened {
    @Override
    public void write(StoredDisk stored, Job job) throws IOException {
      target.write(stored, host, job);
    }

    @Override
    public void close() throws IOException {
      host.close();
    }
  }

  private void write(StoredDisk stored, VolumeHosts.Host host, Job job) throws IOException {
    DiskWriting writing = new DiskWriting(job);
    Optional<HostDisk> there = there(host);
    if (there.isPresent()) {
      try (HostDisk present = there.get()) {
        if (format == ImageFormat.RAW || present.device()) {
          try (InPlaceWrite write = host.disks().write(access.url().path(), host.allowed())) {
            writing.over(stored, present, write, changedOnly);
          }
          return;
        }
      }
    }
    StoragePath file = host.below(access.url().path());
    checkAllowed(host, file);
    writing.anew(stored, format, host.driver(), file);
  }

  private Optional<HostDisk> there(VolumeHosts.Host host) throws StorageException {
    try {
      return Optional.of(host.disks().open(access.url().path(), host.allowed()));
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw VolumeDisks.told(e, host, access);
    }
  }

  /** A new file of this machine lies where its directory really is. */
  private void checkAllowed(VolumeHosts.Host host, StoragePath file) throws StorageException {
    if (host.hostKey().isPresent()) {
      return;
    }
    String directory;
    try {
      directory = host.driver().facts().rootPath();
    } catch (StorageException e) {
      throw VolumeDisks.told(e, host, access);
    }
    if (!host.allowed().test(directory + "/" + file.name())) {
      throw VolumeDisks.told(
          new StorageException(Reason.PERMISSION_DENIED, "not allowed"), host, access);
    }
  }
}
