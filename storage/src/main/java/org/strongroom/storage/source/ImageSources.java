package org.strongroom.storage.source;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.RefusedAddressException;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Opens images by their url. */
public final class ImageSources {
  private final GuardedHttp http;
  private final AddressGuard guard;
  private final SourceTimeouts timeouts;

  private final Optional<ImageSources> narrower;

  /** For all callers alike. */
  public ImageSources(GuardedHttp http, AddressGuard guard, SourceTimeouts timeouts) {
    this(http, guard, timeouts, Optional.empty());
  }

  /** For administrators, with others for ordinary accounts. */
  public ImageSources(
      GuardedHttp http,
      AddressGuard guard,
      SourceTimeouts timeouts,
      Optional<ImageSources> narrower) {
    this.http = http;
    this.guard = guard;
    this.timeouts = timeouts;
    this.narrower = narrower;
  }

  /** Those for ordinary accounts. */
  public ImageSources ofOrdinaryAccounts() {
    return narrower.orElse(this);
  }

  /**
   * Connects and waits for the first answer.
   *
   * @throws RefusedAddressException if the guard refuses the host, or one that it leads to
   * @throws IOException if the image can not be had; the message names the url, masked
   * @throws IllegalArgumentException for {@code file} and {@code upload}, which have no server
   */
  public ImageSource open(ImageUrl url) throws IOException {
    return switch (url.scheme()) {
      case HTTP, HTTPS -> new HttpImages(http).open(url);
      case FTP -> FtpImageSource.open(url, guard, timeouts);
      case SFTP -> SftpImageSource.open(url, guard, timeouts);
      case FILE, UPLOAD -> throw new IllegalArgumentException("not opened by a connection: " + url);
    };
  }

  /**
   * Opens a file of a web server for reads at any offset.
   *
   * @throws IOException as {@link #open}, or if the server sends no ranges
   * @throws IllegalArgumentException for other schemes than {@code http} and {@code https}
   */
  public ByteSource openRanges(ImageUrl url) throws IOException {
    return switch (url.scheme()) {
      case HTTP, HTTPS -> HttpDisk.open(http, url);
      default -> throw new IllegalArgumentException("no web server: " + url);
    };
  }
}
