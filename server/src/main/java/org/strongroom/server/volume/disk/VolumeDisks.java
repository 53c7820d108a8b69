package org.strongroom.server.volume.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.nbd.client.NbdDisk;
import org.strongroom.storage.source.ImageSources;

/** Opens the disks of volumes, wherever they are and whatever their format. */
public final class VolumeDisks {
  private final VolumeHosts hosts;
  private final ImageSources sources;
  private final VolumeExports exports;

  /**
   * @param sources opens what lies on web servers
   * @param exports opens what NBD servers export
   */
  public VolumeDisks(VolumeHosts hosts, ImageSources sources, VolumeExports exports) {
    this.hosts = hosts;
    this.sources = sources;
    this.exports = exports;
  }

  /**
   * Opens a disk for reading.
   *
   * @param format of the bytes; empty to find out
   * @throws IOException if it cannot be read, or is none that is known
   */
  public OpenedVolume open(VolumeAccess access, Optional<ImageFormat> format) throws IOException {
    return open(access, format, Optional.empty());
  }

  /**
   * The same.
   *
   * @param bitmap a dirty bitmap that an NBD server is asked for; one that it has not is no failure
   */
  public OpenedVolume open(
      VolumeAccess access, Optional<ImageFormat> format, Optional<String> bitmap)
      throws IOException {
    return switch (access.url().scheme()) {
      case FILE, SSH -> onHost(access, format);
      case HTTP, HTTPS ->
          opened(
              sources.openRanges(access.asImageUrl()), format, access, Optional.empty(), () -> {});
      case NBD, NBDS, NBD_UNIX, NBDS_UNIX -> export(access, format, bitmap);
    };
  }

  /** What a guest wrote first says nothing here either: raw, unless it is said to be a file. */
  private OpenedVolume export(
      VolumeAccess access, Optional<ImageFormat> format, Optional<String> bitmap)
      throws IOException {
    NbdDisk disk = exports.open(access, bitmap);
    if (format.isPresent() && format.get() != ImageFormat.RAW) {
      return opened(disk, format, access, Optional.empty(), () -> {});
    }
    if (disk.size() == 0) {
      disk.close();
      throw new ImageFormatException("the export has 0 bytes; look at what the url leads to");
    }
    return new OpenedVolume(disk, ImageFormat.RAW, disk.size(), Optional.empty(), () -> {});
  }

  private OpenedVolume onHost(VolumeAccess access, Optional<ImageFormat> format)
      throws IOException {
    VolumeHosts.Host host = hosts.open(access);
    boolean done = false;
    try {
      HostDisk found = found(host, access);
      // What a guest wrote first on a device says nothing.
      boolean raw = found.device() && access.url().snapshot().isEmpty();
      Optional<ImageFormat> known = raw ? format.or(() -> Optional.of(ImageFormat.RAW)) : format;
      OpenedVolume opened = opened(found.bytes(), known, access, host.hostKey(), host);
      done = true;
      return opened;
    } finally {
      if (!done) {
        host.close();
      }
    }
  }

  /**
   * Opens a file or device of a host.
   *
   * @throws StorageException of this machine in the same words for one that is not there and one
   *     that may not be read: they would tell which files there are
   */
  static HostDisk found(VolumeHosts.Host host, VolumeAccess access) throws StorageException {
    try {
      return host.disks().open(access.url().path(), host.allowed());
    } catch (StorageException e) {
      throw told(e, host, access);
    }
  }

  static StorageException told(StorageException e, VolumeHosts.Host host, VolumeAccess access) {
    boolean here = host.hostKey().isEmpty();
    if (here && (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.PERMISSION_DENIED)) {
      return new StorageException(
          Reason.PERMISSION_DENIED,
          access.url().path()
              + " is not there, or not in what image/download.localPath.whitelist allows");
    }
    return e;
  }

  private static OpenedVolume opened(
      ByteSource bytes,
      Optional<ImageFormat> known,
      VolumeAccess access,
      Optional<org.strongroom.storage.driver.HostKey> hostKey,
      Closeable connection)
      throws IOException {
    boolean done = false;
    try {
      ImageFormat format = format(bytes, known, access);
      Optional<String> snapshot = access.url().snapshot();
      Disk disk =
          snapshot.isPresent()
              ? GuestDisks.openSnapshot(format, bytes, snapshot.get())
              : GuestDisks.open(format, bytes);
      if (disk.size() == 0) {
        throw new ImageFormatException("the disk has 0 bytes; look at what the url leads to");
      }
      var opened = new OpenedVolume(disk, format, bytes.size(), hostKey, connection);
      done = true;
      return opened;
    } finally {
      if (!done) {
        bytes.close();
      }
    }
  }

  private static ImageFormat format(
      ByteSource bytes, Optional<ImageFormat> known, VolumeAccess access) throws IOException {
    if (known.isPresent() && known.get() == ImageFormat.RAW) {
      return ImageFormat.RAW;
    }
    ImageFormat found = ImageInspector.format(bytes, Declaration.of(known, access.url().path()));
    if (known.isPresent() && known.get() != found) {
      throw new ImageFormatException(
          "the bytes are %s, not %s".formatted(found.wireName(), known.get().wireName()));
    }
    return found == ImageFormat.ISO ? ImageFormat.RAW : found;
  }
}
