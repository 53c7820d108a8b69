package org.strongroom.server.copy;

import java.io.IOException;
import java.util.List;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;

/** Where the bytes that are copied can be read, one place after the other. */
public interface CopySources {
  /** A file that should have all of them. */
  record Source(String storageUuid, StorageDriver driver, StoragePath file) {}

  /**
   * The source to read next.
   *
   * @throws org.strongroom.api.ApiException SYS.1006 if none can be read any more: one that fails
   *     again and again is not given out for ever
   */
  Source next();

  /** A source could not be read, or not to its end. */
  void failed(Source source, IOException why);

  /**
   * All bytes were read, and are not what they should be.
   *
   * @param read what they came from: one source, or several in turn
   * @param found their SHA-256
   */
  void wrong(List<Source> read, String found);
}
