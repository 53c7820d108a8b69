package org.strongroom.storage.source;

import java.io.IOException;

/** Opens images by their url. */
public final class ImageSources {
  private final GuardedHttp http;
  private final AddressGuard guard;
  private final SourceTimeouts timeouts;

  public ImageSources(GuardedHttp http, AddressGuard guard, SourceTimeouts timeouts) {
    this.http = http;
    this.guard = guard;
    this.timeouts = timeouts;
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
}
