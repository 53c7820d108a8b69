package org.strongroom.server.volume.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.strongroom.api.ApiException;
import org.strongroom.storage.nbd.client.LocalSockets;
import org.strongroom.storage.nbd.client.NbdDisk;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.nbd.client.NbdTarget;
import org.strongroom.storage.nbd.client.NbdUrl;

/** Volumes that are exports of NBD servers. */
public final class VolumeExports {
  private final Supplier<Predicate<String>> allowedHere;
  private final NbdExports exports;

  /**
   * @param allowedHere which files of this machine may be named, links resolved
   * @param exports opens exports, given which sockets may be connected to
   */
  public VolumeExports(
      Supplier<Predicate<String>> allowedHere, Function<LocalSockets, NbdExports> exports) {
    this.allowedHere = allowedHere;
    this.exports = exports.apply(this::socket);
  }

  /**
   * Reads a url.
   *
   * @throws ApiException SYS.1007 if it is none, with the reason
   */
  static NbdUrl url(VolumeAccess access) {
    try {
      return NbdUrl.parse(access.url().text());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(String.valueOf(e.getMessage()));
    }
  }

  NbdDisk open(VolumeAccess access, Optional<String> bitmap) throws IOException {
    return exports.open(url(access), bitmap);
  }

  NbdTarget openTarget(VolumeAccess access) throws IOException {
    return exports.openTarget(url(access));
  }

  /** The same words for a socket that is not there: they would tell which files there are. */
  private Path socket(Path socket) throws IOException {
    try {
      Path real = socket.toRealPath();
      if (allowedHere.get().test(real.toString())) {
        return real;
      }
    } catch (IOException e) {
      // Told as if it were forbidden.
    }
    throw new IOException(
        socket + " is not there, or not in what image/download.localPath.whitelist allows");
  }
}
