package org.strongroom.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.source.ImageSource;

/** A file of a storage's host as a source. */
record HostFileSource(HostFile file) implements ImageSource {

  /**
   * Opens the file if it may be read.
   *
   * @param allowed which paths may be, links resolved
   * @throws StorageException in the same words for a file that is not there and one that may not be
   *     read: they would tell which files the host has
   */
  static HostFileSource open(StorageDriver driver, String path, Predicate<String> allowed)
      throws StorageException {
    HostFiles files =
        driver
            .hostFiles()
            .orElseThrow(() ->
                new StorageException(
                    Reason.FAILED,
                    "the backup storage is an object store, which has no files of its own for"
                        + " file:///; upload the image, or give an http, https, ftp or sftp url"));
    AtomicBoolean mayBeRead = new AtomicBoolean();
    try {
      return new HostFileSource(
          files.open(
              path,
              resolved -> {
                mayBeRead.set(allowed.test(resolved));
                return mayBeRead.get();
              }));
    } catch (StorageException e) {
      if (isAboutTheFile(e) && (!mayBeRead.get() || e.reason() == Reason.NOT_FOUND)) {
        throw new StorageException(
            Reason.PERMISSION_DENIED,
            path + " is not there, or not in what image/download.localPath.whitelist allows");
      }
      throw e;
    }
  }

  private static boolean isAboutTheFile(StorageException e) {
    return switch (e.reason()) {
      case UNREACHABLE, TIMED_OUT, CREDENTIALS_REJECTED, HOST_KEY_CHANGED -> false;
      default -> true;
    };
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(file.size());
  }

  @Override
  public InputStream stream() {
    return file.stream();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
